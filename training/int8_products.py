"""Small attention graphs quantised to int8 by ONNX Runtime → test/fixtures/int8/*.onnx, and their float32 results.

    python training/int8_products.py

`asymmetric` has unsigned weights with a zero point for each channel. In `everything`, the products of queries, keys and
values are in int8 too, and the scales are the first factors. The tests compare with the softmax of the same graph in
float32, with the dequantised weights.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from train import SEED

TARGET = Path(__file__).parent.parent / "test" / "fixtures" / "int8"
SIZE, WIDTH = 6, 16
OPTIONS = {
    "asymmetric": {"weight_type": QuantType.QUInt8, "per_channel": True},
    "everything": {"weight_type": QuantType.QInt8, "extra_options": {"MatMulConstBOnly": False}},
}


def float_graph(random: np.random.Generator) -> onnx.ModelProto:
    """softmax(QKᵀ)·V of one head over x [1, SIZE, WIDTH]; the weights' mean is not 0."""
    parts = {name: random.normal(0.3, 0.4, (WIDTH, WIDTH)).astype(np.float32) for name in ("query", "key", "value")}
    nodes = [helper.make_node("MatMul", ["x", f"{name}.weight"], [name], name=name) for name in parts]
    nodes += [
        helper.make_node("Transpose", ["key"], ["key_t"], name="key_t", perm=[0, 2, 1]),
        helper.make_node("MatMul", ["query", "key_t"], ["scores"], name="scores"),
        helper.make_node("Softmax", ["scores"], ["weights"], name="weights", axis=-1),
        helper.make_node("MatMul", ["weights", "value"], ["mixed"], name="mixed"),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, SIZE, WIDTH]) for name in ("x", "mixed")]
    tensors = [numpy_helper.from_array(weight, f"{name}.weight") for name, weight in parts.items()]
    graph = helper.make_graph(nodes, "attention", ends[:1], ends[1:], tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def with_scales_first(model: onnx.ModelProto) -> onnx.ModelProto:
    for node in model.graph.node:
        if node.op_type == "Mul":
            node.input[:] = reversed(node.input)
    return model


def with_weights_of(model: onnx.ModelProto, quantised: onnx.ModelProto) -> onnx.ModelProto:
    """The float graph with the dequantised int8 weights."""
    values = {entry.name: numpy_helper.to_array(entry) for entry in quantised.graph.initializer}
    for entry in model.graph.initializer:
        steps, zero, scale = (values[f"{entry.name}_{part}"] for part in ("quantized", "zero_point", "scale"))
        weights = (steps.astype(np.float32) - zero.astype(np.float32)) * scale
        entry.CopyFrom(numpy_helper.from_array(weights.astype(np.float32), entry.name))
    return model


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    model = float_graph(random)
    x = random.normal(0, 0.5, (1, SIZE, WIDTH)).astype(np.float32)
    source = TARGET / "float32.onnx"
    for name, options in OPTIONS.items():
        path = TARGET / f"{name}.onnx"
        onnx.save(model, source)
        quantize_dynamic(source, path, **options)
        quantised = with_scales_first(onnx.load(path)) if name == "everything" else onnx.load(path)
        onnx.save(quantised, path)
        exact = with_weights_of(onnx.load(source), quantised)
        exact.graph.output.append(helper.make_tensor_value_info("weights", TensorProto.FLOAT, None))
        session = onnxruntime.InferenceSession(exact.SerializeToString(), providers=["CPUExecutionProvider"])
        (weights,) = session.run(["weights"], {"x": x})
        reference = {"x": x.ravel().tolist(), "shape": list(x.shape), "weights": weights.ravel().tolist()}
        path.with_suffix(".json").write_text(json.dumps(reference) + "\n", encoding="utf-8")
    source.unlink()


if __name__ == "__main__":
    main()
