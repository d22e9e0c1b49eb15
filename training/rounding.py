"""What rounding the weights to int8 costs, where the float32 weights it was done to are gone.

    python training/rounding.py gpt

Rounding moves a weight by up to half a step, either way. So the float32 twin of the shipped graph, whose weights lie on
the steps, is measured as it is and with each weight moved by a random share of half a step: what that costs is what
rounding costs, as far as the loss is as curved here as there. Activations stay float32.
"""

import argparse

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

from encode import WORK
from evaluate import EVALUATIONS
from make_tokenizers import MODELS

SEEDS = 3


def steps_in(name: str) -> dict[str, np.ndarray]:
    """Of each int8 matrix of the shipped graph, the step of each row [rows, 1]."""
    graph = onnx.load(MODELS / f"prompt-{name}" / "onnx" / "model_quantized.onnx").graph
    values = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    bases = [entry.removesuffix(".weight") for entry, value in values.items() if value.dtype == np.int8]
    scales = {base: values.get(f"{base}.channel_scale", values.get(f"{base}.scale")) for base in bases}
    return {f"{base}.weight": scale.reshape(-1, 1) for base, scale in scales.items()}


def moved(model: onnx.ModelProto, steps: dict[str, np.ndarray], seed: int) -> onnx.ModelProto:
    """The model with each weight that int8 rounds moved by up to half a step."""
    random = np.random.default_rng(seed)
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for entry in copy.graph.initializer:
        if entry.name in steps:
            weights = numpy_helper.to_array(entry)
            shift = (random.random(weights.shape, dtype=np.float32) - 0.5) * steps[entry.name]
            entry.CopyFrom(numpy_helper.from_array(weights + shift, entry.name))
    return copy


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", choices=EVALUATIONS)
    name = arguments.parse_args().model
    model, steps = onnx.load(WORK / f"{name}.float32.onnx"), steps_in(name)
    variants = {"as it ships": model} | {f"moved, {seed}": moved(model, steps, seed) for seed in range(SEEDS)}
    for kind, variant in variants.items():
        session = onnxruntime.InferenceSession(variant.SerializeToString(), providers=["CPUExecutionProvider"])
        for what, value in EVALUATIONS[name](session).items():
            print(f"{kind:12} {what:20} {value:.4f}", flush=True)


if __name__ == "__main__":
    main()
