"""transformers' models → ONNX graphs with the names of inputs, outputs, axes and nodes that Optimum's exports have.

torch.onnx.export traces one pass through the model itself (the TorchScript exporter, which Optimum uses), so that the
graphs have all operations of PyTorch's and transformers' code, computations of shapes included.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache, PreTrainedModel
from transformers.cache_utils import DynamicLayer
from transformers.modeling_outputs import BaseModelOutput

# Spells LayerNorm out in single operations, as in most files on the hub. Opset 17 has it as one node.
OPSET = 14
LOWEST = torch.finfo(torch.float32).min
# Lengths to trace with: all different and none 1, so that axes are not confused or broadcast.
BATCH, LENGTH, PAST, ENCODER_LENGTH = 2, 3, 5, 7
IDS_AXES = {0: "batch_size", 1: "sequence_length"}
TOTAL_AXES = {0: "batch_size", 1: "past_sequence_length + sequence_length"}
PAST_AXES = {0: "batch_size", 2: "past_sequence_length"}
PRESENT_AXES = {0: "batch_size", 2: "past_sequence_length + sequence_length"}
DECODER_IDS_AXES = {0: "batch_size", 1: "decoder_sequence_length"}
ENCODER_IDS_AXES = {0: "batch_size", 1: "encoder_sequence_length"}
DECODER_PAST_AXES = {0: "batch_size", 2: "past_decoder_sequence_length"}
DECODER_PRESENT_AXES = {0: "batch_size", 2: "past_decoder_sequence_length + decoder_sequence_length"}
ENCODER_PAST_AXES = {0: "batch_size", 2: "encoder_sequence_length"}

Axes = dict[int, str]
Outputs = dict[str, tuple[Tensor, Axes]]


class TracedLayer(DynamicLayer):
    """Keys and values of one layer, without transformers' first empty tensor, which a trace would keep."""

    def update(self, keys: Tensor, values: Tensor, *_, **__) -> tuple[Tensor, Tensor]:
        if self.is_initialized:
            return super().update(keys, values)
        self.lazy_initialization(keys, values)
        self.keys, self.values = keys, values
        return keys, values

    def get_seq_length(self) -> int:
        return self.keys.shape[-2] if self.is_initialized else 0


def cache_of(layers: int, past: dict[str, Tensor], part: str = "") -> DynamicCache:
    """The inputs past_key_values.N.{part}key and .value [batch, heads, past, width] as a cache; without them, empty."""
    cache = DynamicCache()
    cache.layers, cache.layer_class_to_replicate = [TracedLayer() for _ in range(layers)], None
    for index, layer in enumerate(cache.layers):
        name = f"past_key_values.{index}.{part}"
        if f"{name}key" in past:
            layer.update(past[f"{name}key"], past[f"{name}value"])
    return cache


def present(cache: DynamicCache, axes: Axes, part: str = "") -> Outputs:
    outputs = {}
    for index, layer in enumerate(cache.layers):
        outputs[f"present.{index}.{part}key"] = layer.keys, axes
        outputs[f"present.{index}.{part}value"] = layer.values, axes
    return outputs


# transformers' own mask code needs values that a trace does not have. It adds a mask with four dimensions as it is.


def padding_mask(attention_mask: Tensor) -> Tensor:
    """0 where `attention_mask` [batch, total] is 1, the lowest float elsewhere: [batch, 1, 1, total]."""
    return (1.0 - attention_mask[:, None, None].to(torch.float32)) * LOWEST


def causal_mask(attention_mask: Tensor, length: int) -> Tensor:
    """Mask of the last `length` positions that also hides later tokens: [batch, 1, length, total]."""
    total = attention_mask.shape[1]
    columns = torch.arange(total)
    rows = torch.arange(length) + (total - length)
    allowed = (columns[None, :] <= rows[:, None])[None, None] & attention_mask[:, None, None].to(torch.bool)
    return torch.where(allowed, 0.0, LOWEST)


@contextmanager
def replaced_forward(model: PreTrainedModel, forward: Callable) -> Iterator[Callable]:
    """Replaces the model's `forward`: a wrapping module would put its name before every node's."""
    original = model.forward
    model.forward = forward
    try:
        yield original
    finally:
        model.forward = original


@torch.no_grad()
def export(
    model: PreTrainedModel,
    path: Path,
    inputs: dict[str, tuple[Tensor, Axes]],
    run: Callable[[Callable, dict[str, Tensor]], Outputs],
) -> None:
    """Writes the graph of `run`, which receives the model's own forward and the inputs by name."""

    names, tensors = list(inputs), tuple(tensor for tensor, _ in inputs.values())
    original = model.forward
    outputs = run(original, dict(zip(names, tensors)))

    def forward(*traced: Tensor) -> tuple[Tensor, ...]:
        return tuple(tensor for tensor, _ in run(original, dict(zip(names, traced))).values())

    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced_forward(model, forward), warnings.catch_warnings():
        # Warnings: the exporter is deprecated, and a length may become a constant. stock_checks.py runs other lengths.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tensors,
            str(path),
            input_names=names,
            output_names=list(outputs),
            dynamic_axes={name: axes for name, (_, axes) in (inputs | outputs).items()},
            opset_version=OPSET,
            dynamo=False,
        )


def random_ids(model: PreTrainedModel, length: int) -> Tensor:
    return torch.randint(model.config.vocab_size, (BATCH, length))


def ones(length: int) -> Tensor:
    return torch.ones(BATCH, length, dtype=torch.int64)


def export_encoder(model: PreTrainedModel, path: Path, token_types: bool) -> None:
    """Exports an encoder, which outputs logits with a masked-word head and last_hidden_state without one."""
    inputs = {"input_ids": (random_ids(model, LENGTH), IDS_AXES), "attention_mask": (ones(LENGTH), IDS_AXES)}
    if token_types:
        inputs["token_type_ids"] = torch.zeros_like(inputs["input_ids"][0]), IDS_AXES

    def run(forward: Callable, given: dict[str, Tensor]) -> Outputs:
        result = forward(**given | {"attention_mask": padding_mask(given["attention_mask"])})
        name = "logits" if "logits" in result else "last_hidden_state"
        return {name: (result[name], IDS_AXES)}

    export(model, path, inputs, run)


def past_inputs(layers: int, heads: int, width: int, length: int, axes: Axes, part: str = "") -> dict:
    names = [f"past_key_values.{layer}.{part}{kind}" for layer in range(layers) for kind in ("key", "value")]
    return {name: (torch.randn(BATCH, heads, length, width), axes) for name in names}


def export_decoder(model: PreTrainedModel, path: Path, past: bool = True, positions: bool = True) -> None:
    """Exports a decoder, whose past may be empty. Older exports: no position_ids, and a graph for the first pass."""
    config = model.config
    layers, heads = config.num_hidden_layers, config.num_attention_heads
    groups = getattr(config, "num_key_value_heads", heads)
    total = LENGTH + (PAST if past else 0)
    mask_axes = TOTAL_AXES if past else {0: "batch_size", 1: "attention_mask_sequence_length"}
    inputs = {"input_ids": (random_ids(model, LENGTH), IDS_AXES), "attention_mask": (ones(total), mask_axes)}
    if positions:
        inputs["position_ids"] = torch.arange(PAST, PAST + LENGTH).repeat(BATCH, 1), IDS_AXES
    if past:
        inputs |= past_inputs(layers, groups, config.hidden_size // heads, PAST, PAST_AXES)

    def run(forward: Callable, given: dict[str, Tensor]) -> Outputs:
        attention_mask, length = given["attention_mask"], given["input_ids"].shape[1]
        cache = cache_of(layers, given)
        past_length = cache.get_seq_length()
        result = forward(
            input_ids=given["input_ids"],
            attention_mask=causal_mask(attention_mask, length),
            position_ids=given.get("position_ids", torch.arange(past_length, past_length + length)[None]),
            past_key_values=cache,
            use_cache=True,
        )
        return {"logits": (result.logits, IDS_AXES)} | present(cache, PRESENT_AXES)

    export(model, path, inputs, run)


def export_t5_encoder(model: PreTrainedModel, path: Path) -> None:
    inputs = {
        "input_ids": (random_ids(model, ENCODER_LENGTH), ENCODER_IDS_AXES),
        "attention_mask": (ones(ENCODER_LENGTH), ENCODER_IDS_AXES),
    }

    def run(forward: Callable, given: dict[str, Tensor]) -> Outputs:
        result = forward(**given | {"attention_mask": padding_mask(given["attention_mask"])})
        return {"last_hidden_state": (result.last_hidden_state, ENCODER_IDS_AXES)}

    export(model.get_encoder(), path, inputs, run)


def export_t5_decoder(model: PreTrainedModel, path: Path, past: bool) -> None:
    """Exports T5's decoder. With a past, the encoder's keys and values come from it and are not output again."""
    config = model.config
    layers, heads, width = config.num_decoder_layers, config.num_heads, config.d_kv
    hidden = torch.randn(BATCH, ENCODER_LENGTH, config.d_model)
    inputs = {
        "encoder_attention_mask": (ones(ENCODER_LENGTH), ENCODER_IDS_AXES),
        "input_ids": (random_ids(model, LENGTH), DECODER_IDS_AXES),
    }
    if past:
        decoder = past_inputs(layers, heads, width, PAST, DECODER_PAST_AXES, "decoder.")
        encoder = past_inputs(layers, heads, width, ENCODER_LENGTH, ENCODER_PAST_AXES, "encoder.")
        by_layer = sorted((decoder | encoder).items(), key=lambda entry: entry[0].split(".")[1])
        inputs |= dict(by_layer)
    else:
        inputs["encoder_hidden_states"] = hidden, ENCODER_IDS_AXES

    def run(forward: Callable, given: dict[str, Tensor]) -> Outputs:
        decoder, encoder = cache_of(layers, given, "decoder."), cache_of(layers, given, "encoder.")
        cache = EncoderDecoderCache(decoder, encoder)
        length = given["input_ids"].shape[1]
        total = decoder.get_seq_length() + length
        seen = torch.ones(1, 1, dtype=torch.int64).expand(given["input_ids"].shape[0], total)
        result = forward(
            attention_mask=padding_mask(given["encoder_attention_mask"]),
            decoder_input_ids=given["input_ids"],
            decoder_attention_mask=causal_mask(seen, length),
            # With a past, only its batch size is used, so the graph has no such input.
            encoder_outputs=BaseModelOutput(given.get("encoder_hidden_states", hidden)),
            past_key_values=cache,
            use_cache=True,
        )
        presents = present(decoder, DECODER_PRESENT_AXES, "decoder.")
        if not past:
            presents |= present(encoder, ENCODER_PAST_AXES, "encoder.")
        by_layer = sorted(presents.items(), key=lambda entry: entry[0].split(".")[1])
        return {"logits": (result.logits, DECODER_IDS_AXES)} | dict(by_layer)

    export(model, path, inputs, run)
