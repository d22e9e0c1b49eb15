"""Corpus → one array of token ids for each model and split, documents joined by their model's separator.

Writes the documents' digests too, and stops when the splits share a document.

    python training/encode.py --corpus DIR
"""

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus import texts
from digests import write_digests
from make_tokenizers import END_OF_TEXT, MODELS

WORK = Path(__file__).parent / "work"
SEPARATORS = {"gpt": END_OF_TEXT, "bert": "[SEP]"}


def batches(documents: Iterator[str], size: int) -> Iterator[list[str]]:
    while batch := list(islice(documents, size)):
        yield batch


def tokens_file(model: str, split: str) -> Path:
    return WORK / f"{model}.{split}.npy"


def encode(tokenizer: Tokenizer, separator: str, corpus_file: Path) -> np.ndarray:
    """Ids of all documents as uint16, one separator after each."""
    separator_id = tokenizer.token_to_id(separator)
    parts: list[np.ndarray] = []
    for batch in batches(texts(corpus_file), 256):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            parts.append(np.array([*encoding.ids, separator_id], dtype=np.uint16))
    return np.concatenate(parts)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True)
    options = arguments.parse_args()

    write_digests(options.corpus)
    WORK.mkdir(exist_ok=True)
    for model, separator in SEPARATORS.items():
        tokenizer = Tokenizer.from_file(str(MODELS / f"prompt-{model}" / "tokenizer.json"))
        for split in ("train", "valid"):
            ids = encode(tokenizer, separator, options.corpus / f"{split}.jsonl.xz")
            np.save(tokens_file(model, split), ids)
            print(f"{model} {split}: {len(ids):,} tokens")


if __name__ == "__main__":
    main()
