"""prompt-bert: prompt-gpt's blocks reading both ways, with BERT's vocabulary, trained to restore masked words.

Training starts from prompt-gpt's weights: pretraining on the next token first makes a better encoder in the same time
than masked words alone (Gisserot-Boukhlef et al. 2025).
"""

from functools import cache

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Qwen3ForCausalLM

import causal_lm
from encode import WORK
from make_tokenizers import MODELS

CONTEXT = 512
CLS_ID, SEP_ID, MASK_ID = 101, 102, 103
VOCABULARY = 30_522
MASKED_WORDS = 0.2
IGNORE = -100
# Written to config.json so that it loads as an encoder. No family has exactly these blocks; ModernBERT's are close.
FAMILY = {"architectures": ["ModernBertForMaskedLM"], "model_type": "modernbert"}


def new_model() -> Qwen3ForCausalLM:
    model = causal_lm.new_model(vocab_size=VOCABULARY, bos_token_id=CLS_ID, eos_token_id=SEP_ID, pad_token_id=0)
    for block in blocks(model):
        block.self_attn.is_causal = False
    return model


def prepare(model: Qwen3ForCausalLM) -> None:
    """Copies prompt-gpt's blocks. A word piece's embedding is the mean over prompt-gpt's tokens of its text."""
    gpt = torch.load(WORK / "gpt.checkpoint.pt", map_location="cpu")["model"]
    table = gpt["model.embed_tokens.weight"]
    gpt_tokenizer = Tokenizer.from_file(str(MODELS / "prompt-gpt" / "tokenizer.json"))
    texts = [entry[2:] if entry.startswith("##") else f" {entry}" for entry in pieces()]
    spellings = gpt_tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    embeddings = torch.stack([table[spelling.ids].mean(dim=0) for spelling in spellings])
    embeddings[[CLS_ID, SEP_ID]] = table[causal_lm.END_OF_TEXT_ID]
    embeddings[MASK_ID] = table.mean(dim=0)
    model.load_state_dict(gpt | {"model.embed_tokens.weight": embeddings, "lm_head.weight": embeddings})


def blocks(model: Qwen3ForCausalLM) -> torch.nn.Module:
    return model.model.layers


@cache
def pieces() -> list[str]:
    tokenizer = Tokenizer.from_file(str(MODELS / "prompt-bert" / "tokenizer.json"))
    return [tokenizer.id_to_token(index) for index in range(VOCABULARY)]


@cache
def continuations() -> np.ndarray:
    """Whether each id continues the word before it (##…) [vocabulary]."""
    return np.array([piece.startswith("##") for piece in pieces()])


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


def hidden_states(model: Qwen3ForCausalLM, inputs: torch.Tensor) -> torch.Tensor:
    """Last hidden states of `inputs` [rows, length], read in both directions: [rows, length, width]."""
    return model.model(input_ids=inputs, attention_mask={"full_attention": None}, use_cache=False).last_hidden_state


def logits(model: Qwen3ForCausalLM, inputs: torch.Tensor) -> torch.Tensor:
    """Of every position of `inputs` [rows, length]: [rows, length, vocabulary]."""
    return model.lm_head(hidden_states(model, inputs))


def logits_and_targets(model: Qwen3ForCausalLM, inputs: torch.Tensor, targets: torch.Tensor):
    """Logits [masked, vocabulary] and ids [masked] of the masked positions only: the head is a third of the work."""
    masked = targets != IGNORE
    return model.lm_head(hidden_states(model, inputs)[masked]), targets[masked]
