"""prompt-gpt: a small decoder with Qwen3's blocks, trained to predict each token from those to its left."""

import numpy as np
import torch
from torch.nn.init import zeros_
from transformers import Qwen3Config, Qwen3ForCausalLM

CONTEXT = 512
END_OF_TEXT_ID = 0
FAMILY = {"architectures": ["Qwen3ForCausalLM"]}


def new_model(**vocabulary: int) -> Qwen3ForCausalLM:
    """Random weights. `vocabulary`: its size and special ids, where they are not prompt-gpt's."""
    special = {"vocab_size": 8192, "bos_token_id": END_OF_TEXT_ID, "eos_token_id": END_OF_TEXT_ID} | vocabulary
    return Qwen3ForCausalLM(
        Qwen3Config(
            max_position_embeddings=CONTEXT,
            hidden_size=256,
            num_hidden_layers=8,
            num_attention_heads=8,
            num_key_value_heads=2,
            head_dim=32,
            intermediate_size=704,
            tie_word_embeddings=True,
            **special,
        )
    )


def prepare(model: Qwen3ForCausalLM) -> None:
    """Makes each block begin as the identity."""
    for block in blocks(model):
        zeros_(block.self_attn.o_proj.weight)
        zeros_(block.mlp.down_proj.weight)


def blocks(model: Qwen3ForCausalLM) -> torch.nn.Module:
    return model.model.layers


def batch(tokens: np.ndarray, starts: np.ndarray, length: int, _: np.random.Generator) -> dict[str, torch.Tensor]:
    """The windows of `length` tokens at `starts`, and the token that follows each position."""
    windows = np.stack([tokens[start : start + length + 1] for start in starts]).astype(np.int64)
    return {"inputs": torch.from_numpy(windows[:, :-1]), "targets": torch.from_numpy(windows[:, 1:])}


def logits(model: Qwen3ForCausalLM, inputs: torch.Tensor) -> torch.Tensor:
    """Of every position of `inputs` [rows, length]: [rows, length, vocabulary]."""
    return model(input_ids=inputs, use_cache=False).logits


def logits_and_targets(model: Qwen3ForCausalLM, inputs: torch.Tensor, targets: torch.Tensor):
    """Logits [rows·length, vocabulary] and the ids they should predict [rows·length]."""
    return logits(model, inputs).flatten(0, 1), targets.flatten()
