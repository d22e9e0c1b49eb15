"""prompt-gpt's ONNX graph, for prefill and decoding: the past may have length zero.

Inputs   input_ids, position_ids [batch, sequence]; attention_mask [batch, past + sequence];
         num_logits_to_keep (how many positions from the end get logits, 0 for all);
         past_key_values.N.key, .value [batch, groups, past, width]
Outputs  logits [batch, kept, vocabulary]; present.N.key, .value [batch, groups, past + sequence, width]
"""

import numpy as np
from onnx import TensorProto
from transformers import Qwen3ForCausalLM

from onnx_graph import OnnxGraph
from qwen3_blocks import qwen3_blocks, weights_of
from rotary import rotation_tables

END = np.iinfo(np.int64).max


def causal_mask(g: OnnxGraph, past_length: str, total_length: str, attention_mask: str) -> str:
    """Mask of attention to the position itself and those left of it, without padding [batch, 1, sequence, total]."""
    one = g.constant("one", np.array(1, dtype=np.int64))
    rows = g.op("Range", "rows", past_length, total_length, one)
    columns = g.op("Range", "columns", g.constant("nought", np.array(0, dtype=np.int64)), total_length, one)
    row_column = g.op("Unsqueeze", "row_column", rows, g.ints(1))
    causal = g.op("LessOrEqual", "causal", columns, row_column)
    real = g.op("Cast", "real", attention_mask, to=TensorProto.BOOL)
    real_columns = g.op("Unsqueeze", "real_columns", real, g.ints(1, 2))
    return g.op("And", "allowed", causal, real_columns)


def gpt_graph(model: Qwen3ForCausalLM, int8: bool) -> OnnxGraph:
    config = model.config
    groups, width = config.num_key_value_heads, config.head_dim
    table = weights_of(model)["embed_tokens.weight"]
    g = OnnxGraph(int8)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "total"])
    position_ids = g.input("position_ids", ["batch", "sequence"])
    keep = g.input("num_logits_to_keep", [])
    past_dims = ["batch", groups, "past", width]
    pasts = [
        tuple(g.input(f"past_key_values.{layer}.{part}", past_dims, TensorProto.FLOAT) for part in ("key", "value"))
        for layer in range(config.num_hidden_layers)
    ]

    first = g.constant("first", np.array(2, dtype=np.int64))
    past_length = g.op("Gather", "past_length", g.op("Shape", "past_shape", pasts[0][0]), first)
    second = g.constant("second", np.array(1, dtype=np.int64))
    length = g.op("Gather", "length", g.op("Shape", "input_shape", input_ids), second)
    total_length = g.op("Add", "total_length", past_length, length)
    bias = g.attention_bias(causal_mask(g, past_length, total_length, attention_mask))
    tables = rotation_tables(model.model.rotary_emb, config.max_position_embeddings)
    rows = [
        g.op("Gather", f"{name}.rows", g.constant(f"{name}.table", angles), position_ids)
        for name, angles in zip(("cosines", "sines"), tables)
    ]
    cosines, sines = (g.op("Unsqueeze", f"{row}.of_all_heads", row, g.ints(2)) for row in rows)

    hidden = g.embedding("embed_tokens", table, input_ids)
    final = qwen3_blocks(g, model, hidden, bias, (cosines, sines), pasts)
    from_end = g.op("Reshape", "from_end", g.op("Neg", "minus_keep", keep), g.ints(1))
    kept = g.op("Slice", "kept", final, from_end, g.ints(END), g.ints(1))
    g.linear("logits", kept, table, table="embed_tokens")

    g.output("logits", ["batch", "kept", config.vocab_size])
    for layer in range(config.num_hidden_layers):
        for part in ("key", "value"):
            g.output(f"present.{layer}.{part}", ["batch", groups, "total", width])
    return g
