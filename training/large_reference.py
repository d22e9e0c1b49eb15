"""What PyTorch computes with the models of packs/smollm2 in float32, as JSON, for `npm run bench -- large`.

    python training/large_reference.py FILE.gguf < input.json

input.json has `passages`, a list of lists of token ids, and `pairs`, a list of pairs of sentences. The result on standard output:

- sinks: for each passage, the indices of its attention sinks, by all rows of all heads of SmolLM2: the tokens on which a tenth
  of the heads rest more than a tenth of a far token's weight beyond an even spread
- cosines: for each pair, that of the sentences' embeddings by all-MiniLM-L6-v2, the mean of the last layer's vectors
"""

import json
import sys
import tempfile
from pathlib import Path

import torch
from transformers import BertModel

from minilm_fidelity import cosine, tokenizer_in
from pack_sources import minilm_folder
from weights_reference import reference_model

FAR, FEWEST_ROWS = 8, 8
MIN_WEIGHT, MIN_SHARE = 0.1, 0.1
SENTENCE_TOKENS = 256


def sinks_in(attention: torch.Tensor) -> list[int]:
    """Indices of the sinks in weights [heads, tokens, tokens] of a causal model."""
    tokens = attention.shape[-1]
    even = 1 / torch.arange(1, tokens + 1)
    sinks = []
    for token in range(max(0, tokens - FAR)):
        rows = torch.arange(token + FAR, tokens)
        if len(rows) < max(FEWEST_ROWS, tokens / 8):
            continue
        mean = (attention[:, rows, token] - even[rows]).mean(-1)
        if (mean > MIN_WEIGHT).float().mean() >= MIN_SHARE:
            sinks.append(token)
    return sinks


@torch.no_grad()
def sinks_of(gguf: Path, passages: list[list[int]]) -> list[list[int]]:
    model = reference_model(gguf)
    found = []
    for ids in passages:
        layers = model(input_ids=torch.tensor([ids]), output_attentions=True).attentions
        found.append(sinks_in(torch.cat([layer[0] for layer in layers])))
    return found


@torch.no_grad()
def cosines_of(pairs: list[list[str]]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        source = minilm_folder(Path(folder))
        tokenizer = tokenizer_in(source / "tokenizer.json")
        model = BertModel.from_pretrained(source, add_pooling_layer=False).eval()

    def embedding(sentence: str):
        ids = tokenizer.encode(sentence).ids
        if len(ids) > SENTENCE_TOKENS:
            raise SystemExit("A sentence is longer than MiniLM reads.")
        return model(input_ids=torch.tensor([ids])).last_hidden_state[0].mean(dim=0).numpy()

    return [float(cosine(embedding(one), embedding(other))) for one, other in pairs]


def main() -> None:
    given = json.load(sys.stdin)
    found = {"sinks": sinks_of(Path(sys.argv[1]), given["passages"]), "cosines": cosines_of(given["pairs"])}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
