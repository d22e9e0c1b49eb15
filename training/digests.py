"""Which documents are in which split, as digests that show no text: training/documents/{train,valid}.sha256.

Each file holds the first 8 bytes of every document's SHA-256, sorted.
"""

import hashlib
from pathlib import Path

from corpus import texts

DOCUMENTS = Path(__file__).parent / "documents"
DIGEST_BYTES = 8


def digests(corpus_file: Path) -> list[bytes]:
    """One digest a document, sorted."""
    return sorted(hashlib.sha256(text.encode("utf-8")).digest()[:DIGEST_BYTES] for text in texts(corpus_file))


def write_digests(corpus: Path) -> None:
    """Writes both files. Raises SystemExit when a document is in both splits."""
    of_split = {split: digests(corpus / f"{split}.jsonl.xz") for split in ("train", "valid")}
    shared = set(of_split["train"]) & set(of_split["valid"])
    if shared:
        raise SystemExit(f"{len(shared)} documents of the validation split are in the training split too")
    DOCUMENTS.mkdir(exist_ok=True)
    for split, values in of_split.items():
        (DOCUMENTS / f"{split}.sha256").write_bytes(b"".join(values))
