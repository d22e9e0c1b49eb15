"""The stock exports' architectures, as small as they go, with random weights.

Weights are drawn wide apart, so that attention differs from head to head and the likeliest token from text to text.
"""

import torch
from tokenizers import Tokenizer
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertModel,
    DistilBertConfig,
    DistilBertForMaskedLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedConfig,
    PreTrainedModel,
    RobertaConfig,
    RobertaForMaskedLM,
    T5Config,
    T5ForConditionalGeneration,
)

from train import SEED

LAYERS, HEADS, KEY_VALUE_HEADS, WIDTH, INNER, POSITIONS = 2, 4, 2, 32, 64, 128
# RoBERTa's positions start after the padding's id.
ROBERTA_POSITIONS = 66
SPREAD, VECTOR_SPREAD = 0.3, 0.1
# With most other seeds, T5 repeats one word.
T5_SEED = 13


def bert_config(ids: int) -> BertConfig:
    return BertConfig(
        vocab_size=ids,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=POSITIONS,
        initializer_range=SPREAD,
    )


def distilbert_config(ids: int) -> DistilBertConfig:
    return DistilBertConfig(
        vocab_size=ids,
        dim=WIDTH,
        n_layers=LAYERS,
        n_heads=HEADS,
        hidden_dim=INNER,
        max_position_embeddings=POSITIONS,
        initializer_range=SPREAD,
    )


def roberta_config(ids: int) -> RobertaConfig:
    return RobertaConfig(
        vocab_size=ids,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=ROBERTA_POSITIONS,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        initializer_range=SPREAD,
    )


def gpt2_config(ids: int, end_id: int) -> GPT2Config:
    return GPT2Config(
        vocab_size=ids,
        n_positions=POSITIONS,
        n_embd=WIDTH,
        n_layer=LAYERS,
        n_head=HEADS,
        n_inner=INNER,
        initializer_range=SPREAD,
        bos_token_id=end_id,
        eos_token_id=end_id,
    )


def llama_config(ids: int, begin_id: int, end_id: int, layers: int, head_width: int) -> LlamaConfig:
    return LlamaConfig(
        vocab_size=ids,
        hidden_size=WIDTH,
        intermediate_size=INNER,
        num_hidden_layers=layers,
        num_attention_heads=HEADS,
        num_key_value_heads=KEY_VALUE_HEADS,
        head_dim=head_width,
        max_position_embeddings=POSITIONS,
        initializer_range=SPREAD,
        bos_token_id=begin_id,
        eos_token_id=end_id,
    )


def t5_config(ids: int) -> T5Config:
    return T5Config(
        # T5 has more rows than its tokenizer has ids, too.
        vocab_size=-(-ids // 16) * 16,
        d_model=WIDTH,
        d_kv=WIDTH // HEADS,
        d_ff=INNER,
        num_layers=LAYERS,
        num_decoder_layers=LAYERS,
        num_heads=HEADS,
        initializer_factor=1.5,
        decoder_start_token_id=0,
    )


def random_model(kind: type[PreTrainedModel], config: PreTrainedConfig, seed: int = SEED) -> PreTrainedModel:
    torch.manual_seed(seed)
    # Eager attention computes each product separately and outputs its weights.
    model = kind._from_config(config, attn_implementation="eager").eval()
    model.config.architectures = [kind.__name__]
    with torch.no_grad():
        for vector in model.parameters():
            # Biases and norms start as zeros and ones, and the exporter would merge equal ones.
            if vector.ndim == 1:
                vector += torch.randn_like(vector) * VECTOR_SPREAD
    return model


def stock_model(family: str, tokenizer: Tokenizer) -> PreTrainedModel:
    ids, id_of = tokenizer.get_vocab_size(), tokenizer.token_to_id
    ends = id_of("<|begin_of_text|>"), id_of("<|end_of_text|>")
    match family:
        case "gpt2":
            return random_model(GPT2LMHeadModel, gpt2_config(ids, id_of("<|endoftext|>")))
        case "llama":
            return random_model(LlamaForCausalLM, llama_config(ids, *ends, layers=LAYERS, head_width=WIDTH // HEADS))
        case "gqa":
            # GroupQueryAttention rotates only heads whose width is a multiple of 16.
            return random_model(LlamaForCausalLM, llama_config(ids, *ends, layers=1, head_width=16))
        case "bert":
            return random_model(BertForMaskedLM, bert_config(ids))
        case "bert-embeddings":
            return random_model(BertModel, bert_config(ids))
        case "distilbert":
            return random_model(DistilBertForMaskedLM, distilbert_config(ids))
        case "roberta":
            return random_model(RobertaForMaskedLM, roberta_config(ids))
        case "t5":
            return random_model(T5ForConditionalGeneration, t5_config(ids), T5_SEED)
    raise ValueError(f"no stock model of the family {family}")
