"""Rotary position embeddings (Su et al. 2021) in an ONNX graph."""

import numpy as np
import torch

from onnx_graph import OnnxGraph


def rotation_tables(rotary: torch.nn.Module, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines of the angles that a model's `rotary` turns by [length, width], as `rotate` takes them."""
    cosines, sines = (table[0].numpy() for table in rotary(torch.zeros(1), torch.arange(length)[None]))
    half = sines.shape[1] // 2
    return cosines, np.concatenate([-sines[:, :half], sines[:, half:]], axis=1)


def rotate(g: OnnxGraph, name: str, x: str, cosines: str, sines: str) -> str:
    """Turns the pairs (x_i, x_i+width/2) by their position's angles; the sines of the first half are negative."""
    left, right = g.op("Split", f"{name}.halves", x, outputs=2, axis=-1, num_outputs=2)
    turned = g.op("Concat", f"{name}.turned", right, left, axis=-1)
    along = g.op("Mul", f"{name}.along", x, cosines)
    return g.op("Add", f"{name}.rotated", along, g.op("Mul", f"{name}.across", turned, sines))
