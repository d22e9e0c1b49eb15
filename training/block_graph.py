"""Writes ONNX graphs whose matrices are stored in blocks of 32 weights, 8 bits each, with one scale a block.

Products are ONNX Runtime's MatMulNBits, which by default rounds the activations to 8 bits in the same blocks: a few large
activations then spoil a block and not the whole tensor, as they do in dynamic int8.
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
"""

import numpy as np
from onnx import TensorProto

from onnx_graph import OnnxGraph

BLOCK = 32
# MatMulNBits stores its weights unsigned, and subtracts this from each.
ZERO = 128
LARGEST = 127


def quantise_blocks(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [rows, blocks, 32] and the float32 scale of each block [rows, blocks], of a matrix [rows, 32 · blocks]."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2), 1e-12) / LARGEST
    return np.round(blocks / scales[:, :, None]).astype(np.int8), scales.astype(np.float32)


class BlockGraph(OnnxGraph):
    def __init__(self, accuracy: int):
        """`accuracy` is 4 when activations are rounded to 8 bits, and 1 when they stay float32, which is slower."""
        super().__init__(int8=True)
        self.accuracy = accuracy

    def embedding(self, name: str, table: np.ndarray, ids: str) -> str:
        """Rows of `table` [entries, width] at `ids` [batch, sequence]."""
        steps, scales = quantise_blocks(table)
        rows = self.op("Gather", f"{name}.blocks", self.constant(f"{name}.weight", steps), ids)
        row_scales = self.op("Gather", f"{name}.row_scales", self.constant(f"{name}.scale", scales[:, :, None]), ids)
        floats = self.op("Cast", f"{name}.float_blocks", rows, to=TensorProto.FLOAT)
        scaled = self.op("Mul", f"{name}.scaled", floats, row_scales)
        return self.op("Reshape", f"{name}.rows", scaled, self.ints(0, 0, -1))

    def linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x [batch, sequence, in] · weightᵀ + bias, for weight [out, in] and bias [out]."""
        steps, scales = quantise_blocks(weight)
        rows, columns = weight.shape
        product = self.op(
            "MatMulNBits",
            f"{name}.product",
            x,
            self.constant(f"{name}.weight", (steps.astype(np.int16) + ZERO).astype(np.uint8)),
            self.constant(f"{name}.scale", scales),
            domain="com.microsoft",
            K=columns,
            N=rows,
            bits=8,
            block_size=BLOCK,
            accuracy_level=self.accuracy,
        )
        return self.op("Add", name, product, self.constant(f"{name}.bias", bias))
