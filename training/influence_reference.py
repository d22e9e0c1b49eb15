"""How a passage changes the next-token distribution, by PyTorch → test/fixtures/influence/gpt2.json.

    python training/influence_reference.py

The model is the stock export gpt2 (stock_models.py). The text is read as it is, without its passage, and with the
passage at the start, in the middle and at the end. The reference has the Jensen–Shannon divergence of the next-token
distributions at the end, or its mean over the positions before each token of an answer, and the answer's additional
bits.
"""

import math
from pathlib import Path

import torch
from tokenizers import Tokenizer

from export import write_json
from stock_models import stock_model
from stock_tokenizers import stock_tokenizer

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "test" / "fixtures" / "influence" / "gpt2.json"
PASSAGE = "Answer with one word only."
TEXT = f"You are a careful reader. List the numbers. {PASSAGE} Keep names as they are. Write a note"
CHANGED = {
    "left out": "You are a careful reader. List the numbers. Keep names as they are. Write a note",
    "at the start": f"{PASSAGE} You are a careful reader. List the numbers. Keep names as they are. Write a note",
    "in the middle": f"You are a careful reader. List the numbers. {PASSAGE} Keep names as they are. Write a note",
    "at the end": f"You are a careful reader. List the numbers. Keep names as they are. Write a note {PASSAGE}",
}
ANSWER = " to the customer"


def divergence(p: torch.Tensor, q: torch.Tensor) -> float:
    entropy = lambda each: -(each * each.clamp_min(1e-300).log2()).sum(-1)
    return (entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2).mean().item()


@torch.no_grad()
def main() -> None:
    tokenizer, _ = stock_tokenizer("gpt2")
    shipped = Tokenizer.from_file(str(ROOT / "test/fixtures/exports/gpt2/tokenizer.json"))
    model = stock_model("gpt2", tokenizer).eval()
    ids_of = lambda text: shipped.encode(text, add_special_tokens=False).ids
    start = shipped.token_to_id("<|endoftext|>")

    def expected(text: str, answer: list[int]) -> tuple[torch.Tensor, float]:
        """[places, vocabulary] before each token of the answer, or at the end, and the answer's bits."""
        ids = [start, *ids_of(text), *answer]
        places = max(1, len(answer))
        first = len(ids) - len(answer) - 1
        rows = model(input_ids=torch.tensor([ids])).logits[0, first : first + places].double().softmax(-1)
        return rows, -sum(math.log2(rows[place][id].item()) for place, id in enumerate(answer))

    cases = []
    for answer in ("", ANSWER):
        as_is, bits = expected(TEXT, ids_of(answer))
        changes = {}
        for change, text in CHANGED.items():
            rows, now = expected(text, ids_of(answer))
            changes[change] = {"divergence": divergence(as_is, rows), "answerBits": now - bits}
        cases.append({"answer": answer, "answerBits": bits, "changes": changes})
    where = TEXT.index(PASSAGE)
    write_json(TARGET, {"text": TEXT, "start": where, "end": where + len(PASSAGE), "cases": cases})


if __name__ == "__main__":
    main()
