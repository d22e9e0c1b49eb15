"""Runs an exported graph and compares what it computes with PyTorch: logits or hidden values, and attention weights.

Attention weights are the outputs of the Softmax nodes, which a copy of the graph outputs. Decoders run in two passes,
the second with the first's keys and values. Each pass reads two equal texts if the graph can read two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from stock_reference import Attentions, Reference

BATCH, PADDING, GROUP_QUERY_BATCH = 2, 3, 1
LOGITS_TOLERANCE, ATTENTION_TOLERANCE = 1e-4, 1e-5

Values = dict[str, np.ndarray]
# Outputs [sequence, …] and attention weights.
Computed = tuple[np.ndarray, Attentions]


def softmax_names(graph: onnx.GraphProto) -> list[str]:
    return [node.output[0] for node in graph.node if node.op_type == "Softmax"]


def branches(graph: onnx.GraphProto) -> list[onnx.GraphProto]:
    """The two graphs of a merged decoder's `If`, or none."""
    return [attribute.g for node in graph.node if node.op_type == "If" for attribute in node.attribute]


def tap(graph: onnx.GraphProto) -> list[str]:
    """Adds the attention weights of all layers to the outputs. Returns their names."""
    parts = branches(graph)
    names = softmax_names(graph)
    if parts:
        names = [f"attention_{index}" for index in range(len(softmax_names(parts[0])))]
        for node in graph.node:
            if node.op_type == "If":
                node.output.extend(names)
    for part in [graph, *parts]:
        for name in names if part is graph else softmax_names(part):
            part.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return names


class TappedGraph:
    def __init__(self, path: Path):
        model = onnx.load(path)
        # This node continues a past by several tokens for a single text only.
        has_group_query = any(node.op_type == "GroupQueryAttention" for node in model.graph.node)
        self.batch = GROUP_QUERY_BATCH if has_group_query else BATCH
        self.attention_names = tap(model.graph)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options)

    def run(self, given: Values) -> Values:
        """Runs the graph with the inputs in `given` that it has. Missing inputs are an empty past."""
        feeds = {}
        for entry in self.session.get_inputs():
            if entry.name in given:
                feeds[entry.name] = given[entry.name]
            else:
                shape = [axis if isinstance(axis, int) else 0 for axis in entry.shape]
                feeds[entry.name] = np.zeros([self.batch, *shape[1:]], dtype=np.float32)
        names = [entry.name for entry in self.session.get_outputs()]
        return dict(zip(names, self.session.run(names, feeds)))

    def batch_of(self, ids: list[int]) -> np.ndarray:
        return np.tile(np.array(ids, dtype=np.int64), (self.batch, 1))

    def attention(self, outputs: Values, every: int = 1, first: int = 0) -> np.ndarray:
        """[layers, heads, rows, columns] of the first text, of the `every`th Softmax nodes from the `first` on."""
        layers = [outputs[name][0] for name in self.attention_names[first::every]]
        return np.stack(layers) if layers else np.zeros(0, dtype=np.float32)


def past_from(present: Values) -> Values:
    return {name.replace("present", "past_key_values"): value for name, value in present.items() if "present" in name}


def joined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Rows of two passes. Columns that the first could not see yet are filled with zeros."""
    if not first.size:
        return first
    missing = second.shape[-1] - first.shape[-1]
    return np.concatenate([np.pad(first, [(0, 0), (0, 0), (0, 0), (0, missing)]), second], axis=-2)


def run_encoder(path: Path, reference: Reference) -> Computed:
    """Runs an encoder with a few tokens of padding after the text, which must change nothing."""
    length, graph = len(reference.ids), TappedGraph(path)
    mask = graph.batch_of([1] * length + [0] * PADDING)
    ids = np.pad(graph.batch_of(reference.ids), [(0, 0), (0, PADDING)], constant_values=1)
    outputs = graph.run({"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)})
    attention = graph.attention(outputs)
    values = next(iter(outputs.values()))
    return values[0, :length], {"encoder": attention[..., :length, :length] if attention.size else attention}


def run_decoder(path: Path, reference: Reference) -> Computed:
    ids, graph = reference.ids, TappedGraph(path)
    split, passes, past = len(ids) // 2, [], {}
    for start, end in (0, split), (split, len(ids)):
        given = {
            "input_ids": graph.batch_of(ids[start:end]),
            "attention_mask": graph.batch_of([1] * end),
            "position_ids": graph.batch_of(list(range(start, end))),
            "use_cache_branch": np.array([start > 0]),
        }
        passes.append(graph.run(given | past))
        past = past_from(passes[-1])
    attention = joined(*(graph.attention(outputs) for outputs in passes))
    return np.concatenate([outputs["logits"][0] for outputs in passes]), {"decoder": attention}


def run_t5_decoder(path: Path, reference: Reference, second_path: Path | None = None) -> Computed:
    """`path` is the graph of both passes, or of the first if `second_path` is that of the second."""
    first = TappedGraph(path)
    second = TappedGraph(second_path) if second_path else first
    ids = reference.details["decoderIds"]
    split = len(ids) // 2
    shared = {
        "encoder_hidden_states": np.tile(reference.encoded, (BATCH, 1, 1)),
        "encoder_attention_mask": first.batch_of([1] * len(reference.ids)),
    }
    outputs = first.run(shared | {"input_ids": first.batch_of(ids[:split]), "use_cache_branch": np.array([False])})
    given = {"input_ids": first.batch_of(ids[split:]), "use_cache_branch": np.array([True])}
    following = second.run(shared | given | past_from(outputs))
    # Each layer has two Softmax nodes, self-attention's and then the one over the encoder's text.
    own = joined(first.attention(outputs, 2), second.attention(following, 2))
    cross = np.concatenate([first.attention(outputs, 2, 1), second.attention(following, 2, 1)], axis=-2)
    return np.concatenate([outputs["logits"][0], following["logits"][0]]), {"decoder": own, "cross": cross}


@dataclass
class Comparison:
    path: Path
    softmax_nodes: int
    outputs_difference: float
    # The largest and their mean; not a number where the graph has no Softmax.
    attention_differences: tuple[float, float]

    @property
    def is_float32(self) -> bool:
        return "quantized" not in self.path.name

    @property
    def is_off(self) -> bool:
        off = self.outputs_difference > LOGITS_TOLERANCE or self.attention_differences[0] > ATTENTION_TOLERANCE
        return self.is_float32 and off


def compare(family: str, path: Path, reference: Reference) -> Comparison:
    expected = reference.outputs
    if family != "t5":
        run = run_decoder if "decoder" in reference.attentions else run_encoder
        outputs, attentions = run(path, reference)
    elif path.name.startswith("encoder"):
        expected = reference.encoded
        outputs, attentions = run_encoder(path, reference)
    elif path.name == "decoder_model.onnx":
        outputs, attentions = run_t5_decoder(path, reference, path.with_name("decoder_with_past_model.onnx"))
    else:
        outputs, attentions = run_t5_decoder(path, reference)
    found = {kind: weights for kind, weights in attentions.items() if weights.size}
    differences = [np.abs(weights - reference.attentions[kind]).ravel() for kind, weights in found.items()]
    together = np.concatenate(differences or [np.array([np.nan])])
    return Comparison(
        path,
        sum(len(weights) for weights in found.values()),
        float(np.abs(outputs - expected).max()),
        (float(together.max()), float(together.mean())),
    )


def graphs_in(folder: Path) -> Iterator[Path]:
    """All graphs that can be run alone, or first."""
    return (path for path in sorted(folder.rglob("*.onnx")) if path.name != "decoder_with_past_model.onnx")
