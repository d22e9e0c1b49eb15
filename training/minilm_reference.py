"""What PyTorch computes with all-MiniLM-L6-v2 in float32 → test/fixtures/minilm, for test/contract/minilm.test.ts.

    python training/minilm_reference.py

attention.bin has the attention weights of TEXT: float32, little-endian, [layers, heads, tokens, tokens]. reference.json
has ids, and the cosines between the mean-pooled vectors of pairs of sentences, as sentence-transformers has them.
"""

import tempfile
from itertools import combinations
from pathlib import Path

import torch
from transformers import BertModel

from export import write_json
from minilm_fidelity import cosine, tokenizer_in
from pack_sources import minilm_folder

TARGET = Path(__file__).parent.parent / "test" / "fixtures" / "minilm"
TEXT = "The naïve client sat by the bank of the river."
SENTENCES = ("The cat sleeps on the mat.", "A kitten naps on a rug.", "The invoice is due on Friday.")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = minilm_folder(Path(folder))
        tokenizer = tokenizer_in(source / "tokenizer.json")
        model = BertModel.from_pretrained(source, add_pooling_layer=False, attn_implementation="eager").eval()

    @torch.no_grad()
    def run(text: str) -> tuple[list[int], torch.Tensor, torch.Tensor]:
        """Ids, attention [layers, heads, tokens, tokens] and vectors [tokens, width]."""
        ids = tokenizer.encode(text).ids
        outputs = model(input_ids=torch.tensor([ids]), output_attentions=True)
        return ids, torch.cat(outputs.attentions), outputs.last_hidden_state[0]

    ids, attention, _ = run(TEXT)
    means = [run(sentence)[2].mean(dim=0).numpy() for sentence in SENTENCES]
    cosines = [cosine(one, other) for one, other in combinations(means, 2)]
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "attention.bin").write_bytes(attention.numpy().astype("<f4").tobytes())
    write_json(TARGET / "reference.json", {"text": TEXT, "ids": ids, "sentences": SENTENCES, "cosines": cosines})


if __name__ == "__main__":
    main()
