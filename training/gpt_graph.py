"""GPT-2's ONNX graph: one for prefill and decoding, the past may have length zero.

Inputs   input_ids, position_ids [batch, sequence]; attention_mask [batch, past + sequence];
         num_logits_to_keep (how many positions from the end get logits, 0 for all);
         past_key_values.N.key, .value [batch, heads, past, width]
Outputs  logits [batch, kept, vocabulary]; present.N.key, .value [batch, heads, past + sequence, width]
"""

import numpy as np
from onnx import TensorProto
from transformers import GPT2LMHeadModel

from onnx_graph import OnnxGraph

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


def gpt_graph(model: GPT2LMHeadModel, int8: bool) -> OnnxGraph:
    config = model.config
    heads, width = config.n_head, config.n_embd // config.n_head
    weights = {name: tensor.detach().float().numpy() for name, tensor in model.transformer.state_dict().items()}
    g = OnnxGraph(int8)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "total"])
    position_ids = g.input("position_ids", ["batch", "sequence"])
    keep = g.input("num_logits_to_keep", [])
    past_dims = ["batch", heads, "past", width]
    pasts = [
        [g.input(f"past_key_values.{layer}.{part}", past_dims, TensorProto.FLOAT) for part in ("key", "value")]
        for layer in range(config.n_layer)
    ]

    first = g.constant("first", np.array(2, dtype=np.int64))
    past_length = g.op("Gather", "past_length", g.op("Shape", "past_shape", pasts[0][0]), first)
    second = g.constant("second", np.array(1, dtype=np.int64))
    length = g.op("Gather", "length", g.op("Shape", "input_shape", input_ids), second)
    total_length = g.op("Add", "total_length", past_length, length)
    bias = g.attention_bias(causal_mask(g, past_length, total_length, attention_mask))

    words = g.embedding("wte", weights["wte.weight"], input_ids)
    hidden = g.op("Add", "embedded", words, g.embedding("wpe", weights["wpe.weight"], position_ids))

    for layer, (past_key, past_value) in enumerate(pasts):
        at = f"h.{layer}"

        def linear(name: str, x: str) -> str:
            # GPT-2 keeps its matrices as [in, out].
            return g.linear(f"{at}.{name}", x, weights[f"{at}.{name}.weight"].T, weights[f"{at}.{name}.bias"])

        def norm(name: str, x: str) -> str:
            scale, shift = weights[f"{at}.{name}.weight"], weights[f"{at}.{name}.bias"]
            return g.layer_norm(f"{at}.{name}", x, scale, shift, config.layer_norm_epsilon)

        query_key_value = g.op(
            "Split", f"{at}.attn.qkv", linear("attn.c_attn", norm("ln_1", hidden)), outputs=3, axis=-1, num_outputs=3
        )
        query, new_key, new_value = (
            g.split_heads(f"{at}.attn.{part}", value, heads, width)
            for part, value in zip(("query", "key", "value"), query_key_value)
        )
        key = g.op("Concat", f"{at}.attn.all_keys", past_key, new_key, axis=2)
        value = g.op("Concat", f"{at}.attn.all_values", past_value, new_value, axis=2)
        context = g.attention(f"{at}.attn", query, key, value, bias, width)
        hidden = g.op("Add", f"{at}.attended", hidden, linear("attn.c_proj", context))

        inner = g.op("Gelu", f"{at}.mlp.gelu", linear("mlp.c_fc", norm("ln_2", hidden)), approximate="tanh")
        hidden = g.op("Add", f"{at}.out", hidden, linear("mlp.c_proj", inner))
        pasts[layer] = [key, value]

    final = g.layer_norm("ln_f", hidden, weights["ln_f.weight"], weights["ln_f.bias"], config.layer_norm_epsilon)
    from_end = g.op("Reshape", "from_end", g.op("Neg", "minus_keep", keep), g.ints(1))
    kept = g.op("Slice", "kept", final, from_end, g.ints(END), g.ints(1))
    logits = g.linear("lm_head", kept, weights["wte.weight"], None, table="wte")

    g.output(logits, "logits", ["batch", "kept", config.vocab_size])
    for layer, (key, value) in enumerate(pasts):
        g.output(key, f"present.{layer}.key", ["batch", heads, "total", width])
        g.output(value, f"present.{layer}.value", ["batch", heads, "total", width])
    return g
