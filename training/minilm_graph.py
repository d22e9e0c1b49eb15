"""The ONNX graph of all-MiniLM-L6-v2, a BERT (Devlin et al. 2019) without a head.

Inputs   input_ids, attention_mask, token_type_ids [batch, sequence]
Outputs  last_hidden_state [batch, sequence, width]
"""

import numpy as np
from onnx import TensorProto
from transformers import BertModel

from block_graph import BlockGraph


def minilm_graph(model: BertModel, accuracy: int) -> BlockGraph:
    config = model.config
    heads = config.num_attention_heads
    width = config.hidden_size // heads
    weights = {name: tensor.float().numpy() for name, tensor in model.state_dict().items()}
    g = BlockGraph(accuracy)

    def linear(x: str, *names: str) -> str:
        """The matrices of these names, which read the same input, as one."""
        parts = [[weights[f"{name}.{part}"] for name in names] for part in ("weight", "bias")]
        return g.linear(" ".join(names), x, *map(np.concatenate, parts))

    def norm(name: str, x: str, output: str | None = None) -> str:
        scale, shift = (g.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return g.op("LayerNormalization", output or name, x, scale, shift, axis=-1, epsilon=config.layer_norm_eps)

    input_ids, attention_mask, token_types = (
        g.input(name, ["batch", "sequence"]) for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    real = g.op("Cast", "real", attention_mask, to=TensorProto.BOOL)
    bias = g.attention_bias(g.op("Unsqueeze", "allowed", real, g.ints(1, 2)))

    tokens = g.embedding("embeddings.word_embeddings", weights["embeddings.word_embeddings.weight"], input_ids)
    type_table = g.constant("type_table", weights["embeddings.token_type_embeddings.weight"])
    types = g.op("Gather", "embeddings.token_type_embeddings", type_table, token_types)
    position_table = g.constant("position_table", weights["embeddings.position_embeddings.weight"][None])
    length = g.op("Shape", "length", input_ids, start=1, end=2)
    positions = g.op("Slice", "embeddings.position_embeddings", position_table, g.ints(0), length, g.ints(1))
    typed = g.op("Add", "embeddings.typed", tokens, types)
    hidden = norm("embeddings.LayerNorm", g.op("Add", "embeddings.sum", typed, positions))

    for layer in range(config.num_hidden_layers):
        at = f"encoder.layer.{layer}"
        own = f"{at}.attention.self"
        three = linear(hidden, f"{own}.query", f"{own}.key", f"{own}.value")
        by_head = g.op("Reshape", f"{own}.by_head", three, g.ints(0, 0, 3 * heads, width))
        heads_first = g.op("Transpose", f"{own}.heads_first", by_head, perm=[0, 2, 1, 3])
        query, key, value = g.split(f"{own}.parts", heads_first, heads, heads, heads, axis=1)
        scaled = g.op("Mul", f"{own}.scaled", query, g.float("scale", 1 / np.sqrt(width)))
        context = g.attention(own, scaled, key, value, bias, heads, heads)
        attended = g.op("Add", f"{at}.attended", linear(context, f"{at}.attention.output.dense"), hidden)
        hidden = norm(f"{at}.attention.output.LayerNorm", attended)
        wide = g.op("Gelu", f"{at}.gelu", linear(hidden, f"{at}.intermediate.dense"))
        added = g.op("Add", f"{at}.added", linear(wide, f"{at}.output.dense"), hidden)
        is_last = layer == config.num_hidden_layers - 1
        hidden = norm(f"{at}.output.LayerNorm", added, "last_hidden_state" if is_last else None)

    g.output("last_hidden_state", ["batch", "sequence", config.hidden_size])
    return g
