"""Rotary position embeddings (Su et al. 2021) in an ONNX graph."""

import numpy as np
import torch

from onnx_graph import OnnxGraph


def rotation_tables(rotary: torch.nn.Module, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines of a model's rotation angles [length, width], in the form that `rotate` needs."""
    cosines, sines = (table[0].numpy() for table in rotary(torch.zeros(1), torch.arange(length)[None]))
    half = sines.shape[1] // 2
    return cosines, np.concatenate([-sines[:, :half], sines[:, half:]], axis=1)


def rotate(g: OnnxGraph, name: str, x: str, cosines: str, sines: str) -> str:
    """Rotates the pairs (x_i, x_i+width/2) by their position's angles. Sines of the first half are negative."""
    left, right = g.op("Split", f"{name}.halves", x, outputs=2, axis=-1, num_outputs=2)
    turned = g.op("Concat", f"{name}.turned", right, left, axis=-1)
    along = g.op("Mul", f"{name}.along", x, cosines)
    return g.op("Add", f"{name}.rotated", along, g.op("Mul", f"{name}.across", turned, sines))
