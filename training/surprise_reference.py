"""The surprise of each token of a text, by PyTorch → test/fixtures/surprise/gpt2.json.

    python training/surprise_reference.py

The model is the stock export gpt2 (stock_models.py), whose float32 graph is in test/fixtures/exports. For each token of
the text after <|endoftext|>: −log₂ of its probability, its rank, and the five likeliest ids with their probabilities.
"""

from pathlib import Path

import torch
from tokenizers import Tokenizer

from export import write_json
from stock_models import stock_model
from stock_tokenizers import stock_tokenizer

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "test" / "fixtures" / "surprise" / "gpt2.json"
TEXT = "You are a careful editor. Summarize the naïve report in three short points, and name every number."
LIKELIEST = 5


@torch.no_grad()
def main() -> None:
    tokenizer, _ = stock_tokenizer("gpt2")
    shipped = Tokenizer.from_file(str(ROOT / "test/fixtures/exports/gpt2/tokenizer.json"))
    model = stock_model("gpt2", tokenizer).eval()
    ids = shipped.encode(TEXT, add_special_tokens=False).ids
    start = shipped.token_to_id("<|endoftext|>")
    logits = model(input_ids=torch.tensor([[start, *ids]])).logits[0, :-1].double()
    log_probabilities = logits.log_softmax(-1)
    own = log_probabilities.gather(1, torch.tensor(ids)[:, None])[:, 0]
    best = log_probabilities.exp().topk(LIKELIEST)
    write_json(
        TARGET,
        {
            "text": TEXT,
            "ids": ids,
            "bits": (-own / torch.log(torch.tensor(2.0, dtype=torch.double))).tolist(),
            "ranks": (1 + (log_probabilities > own[:, None]).sum(1)).tolist(),
            "likeliest": best.indices.tolist(),
            "probabilities": best.values.tolist(),
        },
    )


if __name__ == "__main__":
    main()
