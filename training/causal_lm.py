"""prompt-gpt: GPT-2's architecture, trained to predict each token from those to its left."""

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel

CONTEXT = 512
END_OF_TEXT_ID = 0


def new_model() -> GPT2LMHeadModel:
    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=8192,
            n_positions=CONTEXT,
            n_embd=256,
            n_layer=6,
            n_head=8,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
            bos_token_id=END_OF_TEXT_ID,
            eos_token_id=END_OF_TEXT_ID,
        )
    )


def blocks(model: GPT2LMHeadModel) -> torch.nn.Module:
    return model.transformer.h


def batch(tokens: np.ndarray, rows: int, length: int, random: np.random.Generator) -> dict[str, torch.Tensor]:
    """`rows` windows of `length` tokens from random places, and the token that follows each position."""
    starts = random.integers(0, len(tokens) - length - 1, size=rows)
    windows = np.stack([tokens[start : start + length + 1] for start in starts]).astype(np.int64)
    return {"inputs": torch.from_numpy(windows[:, :-1]), "targets": torch.from_numpy(windows[:, 1:])}


def logits_and_targets(model: GPT2LMHeadModel, inputs: torch.Tensor, targets: torch.Tensor):
    """Logits [rows·length, vocabulary] and the ids they should predict [rows·length]."""
    logits = model(input_ids=inputs, use_cache=False).logits
    return logits.flatten(0, 1), targets.flatten()
