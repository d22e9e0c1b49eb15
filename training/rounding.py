"""Measures what rounding the weights to int8 costs when the original float32 weights are gone.

    python training/rounding.py gpt

Rounding moves a weight by up to half a step in either direction. So the float32 twin of the shipped graph, whose
weights are on the steps, is measured unchanged and with each weight moved by a random share of half a step. The
difference equals the cost of rounding if the loss has the same curvature at both points. Activations stay float32.
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
    """The step size of each row [rows, 1], for each int8 matrix of the shipped graph."""
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
    variants = {"as shipped": model} | {f"moved, {seed}": moved(model, steps, seed) for seed in range(SEEDS)}
    for kind, variant in variants.items():
        session = onnxruntime.InferenceSession(variant.SerializeToString(), providers=["CPUExecutionProvider"])
        for what, value in EVALUATIONS[name](session).items():
            print(f"{kind:12} {what:20} {value:.4f}", flush=True)


if __name__ == "__main__":
    main()
