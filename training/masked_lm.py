"""prompt-bert: BERT's architecture, trained to restore masked words from both sides."""

from functools import cache

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForMaskedLM

from make_tokenizers import MODELS

CONTEXT = 512
CLS_ID, SEP_ID, MASK_ID = 101, 102, 103
VOCABULARY = 30_522
MASKED_WORDS = 0.15
IGNORE = -100


def new_model() -> BertForMaskedLM:
    return BertForMaskedLM(
        BertConfig(
            vocab_size=VOCABULARY,
            max_position_embeddings=CONTEXT,
            hidden_size=256,
            num_hidden_layers=6,
            num_attention_heads=8,
            intermediate_size=1024,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    )


def blocks(model: BertForMaskedLM) -> torch.nn.Module:
    return model.bert.encoder.layer


@cache
def continuations() -> np.ndarray:
    """Whether each id continues the word before it (##…) [vocabulary]."""
    tokenizer = Tokenizer.from_file(str(MODELS / "prompt-bert" / "tokenizer.json"))
    return np.array([tokenizer.id_to_token(index).startswith("##") for index in range(VOCABULARY)])


def batch(tokens: np.ndarray, rows: int, length: int, random: np.random.Generator) -> dict[str, torch.Tensor]:
    """Windows [CLS] … [SEP] with 15 % of the words masked whole.

    Of the chosen words 80 % become [MASK], 10 % random tokens, 10 % stay (Devlin et al. 2019, section 3.1).
    """
    starts = random.integers(0, len(tokens) - length, size=rows)
    windows = np.stack([tokens[start : start + length] for start in starts]).astype(np.int64)
    windows[:, 0] = CLS_ID
    windows[:, -1] = SEP_ID

    word_of_token = np.cumsum(~continuations()[windows], axis=1)
    word_draws = random.random((rows, length + 1))
    draw = np.take_along_axis(word_draws, word_of_token, axis=1)
    special = (windows == CLS_ID) | (windows == SEP_ID)
    chosen = (draw < MASKED_WORDS) & ~special

    targets = np.where(chosen, windows, IGNORE)
    inputs = windows.copy()
    inputs[chosen & (draw < MASKED_WORDS * 0.8)] = MASK_ID
    randomised = chosen & (draw >= MASKED_WORDS * 0.8) & (draw < MASKED_WORDS * 0.9)
    inputs[randomised] = random.integers(999, VOCABULARY, size=int(randomised.sum()))
    return {"inputs": torch.from_numpy(inputs), "targets": torch.from_numpy(targets)}


def logits_and_targets(model: BertForMaskedLM, inputs: torch.Tensor, targets: torch.Tensor):
    """Logits [masked, vocabulary] and ids [masked] of the masked positions only: the head is half of the work."""
    hidden = model.bert(input_ids=inputs).last_hidden_state
    masked = targets != IGNORE
    return model.cls(hidden[masked]), targets[masked]
