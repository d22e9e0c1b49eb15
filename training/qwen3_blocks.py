"""Qwen3's blocks (Yang et al. 2025) in an ONNX graph, for both models: what lies between embeddings and logits.

What is multiplied with the same input is one matrix (queries, keys and values; gate and up), and queries and keys are
normalised and turned together: at this size a token costs about as much for each node as for its arithmetic.
"""

import numpy as np
from transformers import Qwen3ForCausalLM

from onnx_graph import OnnxGraph
from rotary import rotate

Past = tuple[str, str]


def weights_of(model: Qwen3ForCausalLM) -> dict[str, np.ndarray]:
    """Its float32 matrices by name; the logits' matrix is the embeddings'."""
    return {name: tensor.detach().float().numpy() for name, tensor in model.model.state_dict().items()}


def qwen3_blocks(
    g: OnnxGraph, model: Qwen3ForCausalLM, hidden: str, bias: str, rotations: tuple[str, str], pasts: list[Past] | None
) -> str:
    """Runs `hidden` [batch, sequence, width] through the blocks and the last norm.

    bias       added to the attention scores [batch, 1, sequence or 1, total]
    rotations  cosines and sines of the positions [… sequence, 1, head width]
    pasts      for each layer the keys and values of earlier positions; the longer ones are named present.N.key, .value
    """
    config = model.config
    heads, groups = config.num_attention_heads, config.num_key_value_heads
    width, inner, epsilon = config.head_dim, config.intermediate_size, config.rms_norm_eps
    weights = weights_of(model)

    for layer in range(config.num_hidden_layers):
        at = f"layers.{layer}"

        def stacked(*names: str) -> np.ndarray:
            return np.concatenate([weights[f"{at}.{name}.weight"] for name in names])

        def linear(name: str, x: str) -> str:
            return g.linear(f"{at}.{name}", x, weights[f"{at}.{name}.weight"])

        def norm(name: str, x: str) -> str:
            return g.rms_norm(f"{at}.{name}", x, weights[f"{at}.{name}.weight"], epsilon)

        x = norm("input_layernorm", hidden)
        parts = stacked("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
        by_head = g.op("Reshape", f"{at}.by_head", g.linear(f"{at}.qkv", x, parts), g.ints(0, 0, heads + 2 * groups, width))
        both, value = g.split(f"{at}.qk", by_head, heads + groups, groups, axis=2)

        query_norm, key_norm = (weights[f"{at}.self_attn.{part}_norm.weight"] for part in "qk")
        # The scores' 1/√width is part of the queries' norm.
        scales = np.stack([query_norm / np.sqrt(width)] * heads + [key_norm] * groups).astype(np.float32)
        plain = g.rms_norm(f"{at}.qk.plain", both, np.ones(width, dtype=np.float32), epsilon)
        normal = g.op("Mul", f"{at}.qk.normal", plain, g.constant(f"{at}.qk.scales", scales))
        query, key = g.split(f"{at}.turned", rotate(g, f"{at}.qk", normal, *rotations), heads, groups, axis=2)
        query, key, value = (g.op("Transpose", f"{x}.heads_first", x, perm=[0, 2, 1, 3]) for x in (query, key, value))

        if pasts:
            past_key, past_value = pasts[layer]
            key = g.op("Concat", f"present.{layer}.key", past_key, key, axis=2)
            value = g.op("Concat", f"present.{layer}.value", past_value, value, axis=2)
        context = g.attention(f"{at}.attn", query, key, value, bias, heads, groups)
        hidden = g.op("Add", f"{at}.attended", hidden, linear("self_attn.o_proj", context))

        x = norm("post_attention_layernorm", hidden)
        wide = g.linear(f"{at}.mlp.gate_up", x, stacked("mlp.gate_proj", "mlp.up_proj"))
        gate, up = g.split(f"{at}.mlp.halves", wide, inner, inner, axis=-1)
        product = g.op("Mul", f"{at}.mlp.inner", g.silu(f"{at}.mlp.gate", gate), up)
        hidden = g.op("Add", f"{at}.out", hidden, linear("mlp.down_proj", product))

    return g.rms_norm("norm", hidden, weights["norm.weight"], epsilon)
