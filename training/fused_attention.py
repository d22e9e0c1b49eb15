"""Fuses the attention of an exported BERT into one com.microsoft node a layer, as onnxruntime.transformers does."""

import logging
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime.transformers.optimizer import optimize_model


def spell_as_older_exports(graph: onnx.GraphProto, heads: int) -> None:
    """Divides the scores where transformers 5 multiplies them, and writes the number of heads instead of −1.

    The optimizer knows only the patterns of the older code.
    """
    producers = {output: node for node in graph.node for output in node.output}

    def set_constant(name: str, value: np.ndarray) -> None:
        producers[name].attribute[0].t.CopyFrom(numpy_helper.from_array(value))

    def constant(name: str) -> np.ndarray | None:
        node = producers.get(name)
        return numpy_helper.to_array(node.attribute[0].t) if node and node.op_type == "Constant" else None

    for node in graph.node:
        if node.op_type == "Softmax":
            scaled = producers[producers[node.input[0]].input[0]]
            set_constant(scaled.input[1], np.float32(1) / constant(scaled.input[1]))
            scaled.op_type = "Div"
        # The shape [batch, sequence, −1, width of a head].
        if node.op_type == "Concat" and len(node.input) == 4 and constant(node.input[2]) == -1:
            set_constant(node.input[2], np.array([heads], dtype=np.int64))


def save_fused(source: Path, target: Path, heads: int, width: int) -> None:
    model = onnx.load(source)
    spell_as_older_exports(model.graph, heads)
    # Level 0: ONNX Runtime's own optimiser would join the two Unsqueeze of the mask, which the pattern needs.
    logging.disable(logging.WARNING)
    fused = optimize_model(model, model_type="bert", num_heads=heads, hidden_size=width, opt_level=0)
    logging.disable(logging.NOTSET)
    if any(node.op_type == "Softmax" for node in fused.model.graph.node):
        raise SystemExit("the optimizer left a Softmax: attention is not fused. Check spell_as_older_exports.")
    target.parent.mkdir(parents=True, exist_ok=True)
    fused.save_model_to_file(str(target))
