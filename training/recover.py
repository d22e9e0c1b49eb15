"""Shipped int8 graph → checkpoint in training/work, for when the original checkpoint is gone.

    python training/recover.py gpt

The weights are the shipped ones, so `export.py` writes them again and `train.py` can resume from them. The precision
lost by rounding to int8 stays lost.
"""

import argparse

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import Qwen3Config

from encode import WORK
from make_tokenizers import MODELS
from train import TASKS, save

STACKS = {
    "qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "mlp.gate_up": ("mlp.gate_proj", "mlp.up_proj"),
}


def values_in(name: str) -> dict[str, np.ndarray]:
    """The constants of the shipped graph, by name; int8 matrices dequantised to float32."""
    graph = onnx.load(MODELS / f"prompt-{name}" / "onnx" / "model_quantized.onnx").graph
    values = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    for entry, value in list(values.items()):
        if value.dtype == np.int8:
            base = entry.removesuffix(".weight")
            scales = values.get(f"{base}.channel_scale", values.get(f"{base}.scale"))
            values[entry] = value.astype(np.float32) * scales.reshape(-1, 1)
    return values


def weights_in(values: dict[str, np.ndarray], config: Qwen3Config) -> dict[str, np.ndarray]:
    """Each matrix of the model by its name in PyTorch."""
    heads, groups, width = config.num_attention_heads, config.num_key_value_heads, config.head_dim
    rows = {"qkv": np.cumsum([heads, groups]) * width, "mlp.gate_up": [config.intermediate_size]}
    weights = {name: values[f"{name}.weight"] for name in ("embed_tokens", "norm")}
    for layer in range(config.num_hidden_layers):
        at = f"layers.{layer}"
        for name in ("input_layernorm", "self_attn.o_proj", "post_attention_layernorm", "mlp.down_proj"):
            weights[f"{at}.{name}"] = values[f"{at}.{name}.weight"]
        for stack, names in STACKS.items():
            parts = np.split(values[f"{at}.{stack}.weight"], rows[stack])
            weights |= {f"{at}.{name}": part for name, part in zip(names, parts)}
        scales = values[f"{at}.qk.scales"]
        weights[f"{at}.self_attn.q_norm"] = scales[0] * np.sqrt(width).astype(np.float32)
        weights[f"{at}.self_attn.k_norm"] = scales[heads]
    return weights


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", choices=TASKS)
    name = arguments.parse_args().model
    path = WORK / f"{name}.checkpoint.pt"
    if path.exists():
        raise SystemExit(f"{path} exists already. Remove it first to replace it.")

    model = TASKS[name].new_model()
    weights = weights_in(values_in(name), model.config)
    state = {f"model.{entry}.weight": torch.from_numpy(value.copy()) for entry, value in weights.items()}
    model.load_state_dict(state | {"lm_head.weight": state["model.embed_tokens.weight"]})
    WORK.mkdir(exist_ok=True)
    save(path, {"model": model.state_dict(), "optimizers": [], "step": 0, "seconds": 0.0})


if __name__ == "__main__":
    main()
