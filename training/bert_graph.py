"""ModernBERT's ONNX graph.

Inputs   input_ids, attention_mask [batch, sequence]
Outputs  logits [batch, sequence, vocabulary]
"""

from onnx import TensorProto
from transformers import ModernBertForMaskedLM

from onnx_graph import OnnxGraph
from rotary import rotate, rotation_tables


def bert_graph(model: ModernBertForMaskedLM, int8: bool) -> OnnxGraph:
    config = model.config
    heads, width = config.num_attention_heads, config.hidden_size // config.num_attention_heads
    weights = {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}
    g = OnnxGraph(int8)

    def linear(name: str, x: str) -> str:
        return g.linear(name, x, weights[f"{name}.weight"], None)

    def norm(name: str, x: str) -> str:
        return g.layer_norm(name, x, weights[f"{name}.weight"], config.norm_eps)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "sequence"])
    real = g.op("Cast", "real", attention_mask, to=TensorProto.BOOL)
    bias = g.attention_bias(g.op("Unsqueeze", "allowed", real, g.ints(1, 2)))
    length = g.op("Shape", "length", input_ids, start=1, end=2)
    tables = rotation_tables(model.model.rotary_emb, config.max_position_embeddings, layer_type="full_attention")
    cosines, sines = (
        g.op("Slice", name, g.constant(f"{name}.table", table), g.ints(0), length, g.ints(0))
        for name, table in zip(("cosines", "sines"), tables)
    )

    table = weights["model.embeddings.tok_embeddings.weight"]
    hidden = norm("model.embeddings.norm", g.embedding("tokens", table, input_ids))

    for layer in range(config.num_hidden_layers):
        at = f"model.layers.{layer}"
        # The embeddings are normalised already.
        x = hidden if layer == 0 else norm(f"{at}.attn_norm", hidden)
        parts = g.op("Split", f"{at}.qkv", linear(f"{at}.attn.Wqkv", x), outputs=3, axis=-1, num_outputs=3)
        query, key, value = (
            g.split_heads(f"{at}.{part}", values, heads, width)
            for part, values in zip(("query", "key", "value"), parts)
        )
        query, key = (rotate(g, f"{part}.turn", part, cosines, sines) for part in (query, key))
        context = g.attention(f"{at}.attention", query, key, value, bias, heads, heads, width)
        hidden = g.op("Add", f"{at}.attended", hidden, linear(f"{at}.attn.Wo", context))

        inner = linear(f"{at}.mlp.Wi", norm(f"{at}.mlp_norm", hidden))
        values, gate = g.op("Split", f"{at}.mlp.halves", inner, outputs=2, axis=-1, num_outputs=2)
        gated = g.op("Mul", f"{at}.mlp.gated", g.op("Gelu", f"{at}.mlp.gelu", values), gate)
        hidden = g.op("Add", f"{at}.out", hidden, linear(f"{at}.mlp.Wo", gated))

    final = norm("model.final_norm", hidden)
    transformed = norm("head.norm", g.op("Gelu", "head.gelu", linear("head.dense", final)))
    g.linear("logits", transformed, table, weights["decoder.bias"], table="tokens")
    g.output("logits", ["batch", "sequence", config.vocab_size])
    return g
