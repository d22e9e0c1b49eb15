"""The training text: JSON objects, one a line, xz-compressed, each with a `text`."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path


def texts(path: Path) -> Iterator[str]:
    """The documents of `path`, in order."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
