"""Writes ONNX graphs op by op, each weight matrix once, as float32 or as int8.

int8 follows ONNX Runtime's dynamic quantisation: weights symmetric and per output channel, activations per tensor at
run time (DynamicQuantizeLinear → MatMulInteger). Weights use 7 of the 8 bits, since processors without VNNI add two
products into a saturating 16-bit sum.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 10
LARGEST = 63
Dims = list[int | str]


def quantise_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [rows, columns] and the float32 scale of each row [rows]."""
    scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / LARGEST
    return np.round(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)


class OnnxGraph:
    def __init__(self, int8: bool):
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, dims: Dims, kind: int = TensorProto.INT64) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, dims))
        return name

    def output(self, name: str, dims: Dims) -> None:
        """Makes a value of that name an output: an Identity in between would copy it in every pass."""
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, dims))

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def ints(self, *values: int) -> str:
        return self.constant("ints_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def float(self, name: str, value: float) -> str:
        return self.constant(name, np.array(value, dtype=np.float32))

    def op(self, kind: str, name: str, *inputs: str, outputs: int = 1, **attributes) -> str | list[str]:
        """Adds a node; returns the name of its output, or their names when there are several."""
        names = [name] if outputs == 1 else [f"{name}_{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return names[0] if outputs == 1 else names

    def embedding(self, name: str, table: np.ndarray, ids: str) -> str:
        """Rows of `table` [entries, width] at `ids` [batch, sequence]."""
        if not self.int8:
            return self.op("Gather", f"{name}.rows", self.constant(f"{name}.weight", table), ids)
        quantised, scales = quantise_rows(table)
        rows = self.op("Gather", f"{name}.int8_rows", self.constant(f"{name}.weight", quantised), ids)
        row_scales = self.op("Gather", f"{name}.row_scales", self.constant(f"{name}.scale", scales[:, None]), ids)
        floats = self.op("Cast", f"{name}.float_rows", rows, to=TensorProto.FLOAT)
        return self.op("Mul", f"{name}.rows", floats, row_scales)

    def linear(self, name: str, x: str, weight: np.ndarray, table: str | None = None) -> str:
        """x [batch, sequence, in] · weightᵀ, for weight [out, in].

        `table` names an embedding whose rows are this weight, so that tied weights are stored once.
        """
        stored = f"{table or name}.weight"
        if self.int8:
            quantised, scales = quantise_rows(weight)
            transposed = self.op("Transpose", f"{name}.weight_t", self.constant(stored, quantised), perm=[1, 0])
            x_int8, x_scale, x_zero = self.op("DynamicQuantizeLinear", f"{name}.quantised", x, outputs=3)
            product = self.op("MatMulInteger", f"{name}.int32", x_int8, transposed, x_zero)
            floats = self.op("Cast", f"{name}.float", product, to=TensorProto.FLOAT)
            scale = self.op("Mul", f"{name}.scales", x_scale, self.constant(f"{name}.channel_scale", scales))
            return self.op("Mul", name, floats, scale)
        transposed = self.op("Transpose", f"{name}.weight_t", self.constant(stored, weight), perm=[1, 0])
        return self.op("MatMul", name, x, transposed)

    def rms_norm(self, name: str, x: str, weight: np.ndarray, epsilon: float) -> str:
        """x / √(mean(x²) + epsilon) · weight (Zhang & Sennrich 2019), spelled so that ONNX Runtime fuses it."""
        squares = self.op("Pow", f"{name}.squares", x, self.float("two", 2.0))
        mean = self.op("ReduceMean", f"{name}.mean", squares, self.ints(-1), keepdims=1)
        shifted = self.op("Add", f"{name}.shifted", mean, self.float(f"epsilon_{epsilon}", epsilon))
        root = self.op("Sqrt", f"{name}.root", shifted)
        normal = self.op("Div", f"{name}.normal", x, root)
        return self.op("Mul", name, normal, self.constant(f"{name}.weight", weight))

    def silu(self, name: str, x: str) -> str:
        return self.op("Mul", f"{name}.silu", x, self.op("Sigmoid", f"{name}.sigmoid", x))

    def split(self, name: str, x: str, *sizes: int, axis: int) -> list[str]:
        return self.op("Split", name, x, self.ints(*sizes), outputs=len(sizes), axis=axis)

    def attention(self, name: str, query: str, key: str, value: str, bias: str, heads: int, groups: int) -> str:
        """softmax(QKᵀ + bias)·V (Vaswani et al. 2017), heads merged: [batch, sequence, heads·width].

        query [batch, heads, sequence, width], already divided by √width; key, value [batch, groups, total, width]. Heads
        that share a key and a value (Ainslie et al. 2023) are multiplied with them as if they were one longer sequence.
        """

        def regrouped(x: str, first: int) -> str:
            """[batch, first, …, the last dimension as it is]."""
            if heads == groups:
                return x
            return self.op("Reshape", f"{x}.in_{first}", x, self.ints(0, first, -1, 0))

        key_t = self.op("Transpose", f"{name}.key_t", key, perm=[0, 1, 3, 2])
        products = self.op("MatMul", f"{name}.products", regrouped(query, groups), key_t)
        biased = self.op("Add", f"{name}.biased", regrouped(products, heads), bias)
        weights = self.op("Softmax", f"{name}.weights", biased, axis=-1)
        mixed = self.op("MatMul", f"{name}.mixed", regrouped(weights, groups), value)
        merged = self.op("Transpose", f"{name}.merged", regrouped(mixed, heads), perm=[0, 2, 1, 3])
        return self.op("Reshape", f"{name}.context", merged, self.ints(0, 0, -1))

    def attention_bias(self, allowed: str) -> str:
        """0 where `allowed` (boolean), the lowest float elsewhere, so that the softmax there is exactly 0."""
        lowest = self.float("lowest", np.finfo(np.float32).min)
        return self.op("Where", "attention_bias", allowed, self.float("zero", 0.0), lowest)

    def save(self, path: Path, name: str) -> None:
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, list(self.initializers.values()))
        opsets = [helper.make_opsetid("", OPSET)]
        if any(node.domain == "com.microsoft" for node in self.nodes):
            opsets.append(helper.make_opsetid("com.microsoft", 1))
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="left-context")
        onnx.checker.check_model(model, full_check=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, path)
