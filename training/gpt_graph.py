"""Qwen3's ONNX graph: one for prefill and decoding, the past may have length zero.

Inputs   input_ids, position_ids [batch, sequence]; attention_mask [batch, past + sequence];
         num_logits_to_keep (how many positions from the end get logits, 0 for all);
         past_key_values.N.key, .value [batch, groups, past, width]
Outputs  logits [batch, kept, vocabulary]; present.N.key, .value [batch, groups, past + sequence, width]
"""

import numpy as np
from onnx import TensorProto
from transformers import Qwen3ForCausalLM

from onnx_graph import OnnxGraph
from rotary import rotate, rotation_tables

END = np.iinfo(np.int64).max


def causal_mask(g: OnnxGraph, past_length: str, total_length: str, attention_mask: str) -> str:
    """Where each position may look: itself, what is left of it, and nothing padded: [batch, 1, sequence, total]."""
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
    heads, groups = config.num_attention_heads, config.num_key_value_heads
    width, epsilon = config.head_dim, config.rms_norm_eps
    weights = {name: tensor.detach().float().numpy() for name, tensor in model.model.state_dict().items()}
    g = OnnxGraph(int8)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "total"])
    position_ids = g.input("position_ids", ["batch", "sequence"])
    keep = g.input("num_logits_to_keep", [])
    past_dims = ["batch", groups, "past", width]
    pasts = [
        [g.input(f"past_key_values.{layer}.{part}", past_dims, TensorProto.FLOAT) for part in ("key", "value")]
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
        g.op("Gather", f"{name}.rows", g.constant(f"{name}.table", table), position_ids)
        for name, table in zip(("cosines", "sines"), tables)
    ]
    cosines, sines = (g.op("Unsqueeze", f"{row}.of_all_heads", row, g.ints(1)) for row in rows)

    hidden = g.embedding("embed_tokens", weights["embed_tokens.weight"], input_ids)

    for layer, (past_key, past_value) in enumerate(pasts):
        at = f"layers.{layer}"

        def linear(name: str, x: str) -> str:
            return g.linear(f"{at}.{name}", x, weights[f"{at}.{name}.weight"], None)

        def norm(name: str, x: str) -> str:
            return g.rms_norm(f"{at}.{name}", x, weights[f"{at}.{name}.weight"], epsilon)

        def split(part: str, x: str, count: int) -> str:
            return g.split_heads(f"{at}.self_attn.{part}", linear(f"self_attn.{part}_proj", x), count, width)

        def turned(part: str, x: str, count: int) -> str:
            return rotate(g, f"{at}.{part}", norm(f"self_attn.{part}_norm", split(part, x, count)), cosines, sines)

        x = norm("input_layernorm", hidden)
        key = g.op("Concat", f"present.{layer}.key", past_key, turned("k", x, groups), axis=2)
        value = g.op("Concat", f"present.{layer}.value", past_value, split("v", x, groups), axis=2)
        context = g.attention(f"{at}.attn", turned("q", x, heads), key, value, bias, heads, groups, width)
        hidden = g.op("Add", f"{at}.attended", hidden, linear("self_attn.o_proj", context))

        x = norm("post_attention_layernorm", hidden)
        gate = g.silu(f"{at}.mlp.gate", linear("mlp.gate_proj", x))
        inner = g.op("Mul", f"{at}.mlp.inner", gate, linear("mlp.up_proj", x))
        hidden = g.op("Add", f"{at}.out", hidden, linear("mlp.down_proj", inner))

    final = g.rms_norm("norm", hidden, weights["norm.weight"], epsilon)
    from_end = g.op("Reshape", "from_end", g.op("Neg", "minus_keep", keep), g.ints(1))
    kept = g.op("Slice", "kept", final, from_end, g.ints(END), g.ints(1))
    g.linear("logits", kept, weights["embed_tokens.weight"], None, table="embed_tokens")

    g.output("logits", ["batch", "kept", config.vocab_size])
    for layer in range(config.num_hidden_layers):
        for part in ("key", "value"):
            g.output(f"present.{layer}.{part}", ["batch", groups, "total", width])
    return g
