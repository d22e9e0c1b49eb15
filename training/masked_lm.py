"""prompt-bert: a small ModernBERT with BERT's vocabulary, trained to restore masked words from both sides."""

from functools import cache

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.init import zeros_
from transformers import ModernBertConfig, ModernBertForMaskedLM

from make_tokenizers import MODELS

CONTEXT = 512
CLS_ID, SEP_ID, MASK_ID = 101, 102, 103
VOCABULARY = 30_522
# More than BERT's 15 %: each window teaches twice as much (Wettig et al. 2023).
MASKED_WORDS = 0.3
IGNORE = -100


def new_model() -> ModernBertForMaskedLM:
    rotations = {"rope_type": "default", "rope_theta": 10_000.0}
    model = ModernBertForMaskedLM(
        ModernBertConfig(
            vocab_size=VOCABULARY,
            max_position_embeddings=CONTEXT,
            hidden_size=256,
            num_hidden_layers=8,
            num_attention_heads=8,
            intermediate_size=704,
            global_attn_every_n_layers=1,
            rope_parameters={"full_attention": rotations, "sliding_attention": rotations},
            pad_token_id=0,
            bos_token_id=CLS_ID,
            cls_token_id=CLS_ID,
            eos_token_id=SEP_ID,
            sep_token_id=SEP_ID,
        )
    )
    for block in blocks(model):
        # Each block begins as the identity.
        zeros_(block.attn.Wo.weight)
        zeros_(block.mlp.Wo.weight)
    return model


def blocks(model: ModernBertForMaskedLM) -> torch.nn.Module:
    return model.model.layers


@cache
def continuations() -> np.ndarray:
    """Whether each id continues the word before it (##…) [vocabulary]."""
    tokenizer = Tokenizer.from_file(str(MODELS / "prompt-bert" / "tokenizer.json"))
    return np.array([tokenizer.id_to_token(index).startswith("##") for index in range(VOCABULARY)])


def batch(tokens: np.ndarray, starts: np.ndarray, length: int, random: np.random.Generator) -> dict[str, torch.Tensor]:
    """The windows of `length` tokens at `starts`, as [CLS] … [SEP], a share of their words masked whole."""
    windows = np.stack([tokens[start : start + length] for start in starts]).astype(np.int64)
    windows[:, 0] = CLS_ID
    windows[:, -1] = SEP_ID

    word_of_token = np.cumsum(~continuations()[windows], axis=1)
    word_draws = random.random((len(starts), length + 1))
    draw = np.take_along_axis(word_draws, word_of_token, axis=1)
    special = (windows == CLS_ID) | (windows == SEP_ID)
    chosen = (draw < MASKED_WORDS) & ~special

    targets = np.where(chosen, windows, IGNORE)
    inputs = np.where(chosen, MASK_ID, windows)
    return {"inputs": torch.from_numpy(inputs), "targets": torch.from_numpy(targets)}


def logits_and_targets(model: ModernBertForMaskedLM, inputs: torch.Tensor, targets: torch.Tensor):
    """Logits [masked, vocabulary] and ids [masked] of the masked positions only: the head is a third of the work."""
    hidden = model.model(input_ids=inputs).last_hidden_state
    masked = targets != IGNORE
    return model.decoder(model.head(hidden[masked])), targets[masked]
