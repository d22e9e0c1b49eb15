"""prompt-bert's architecture with random weights, float32, to test/fixtures/tiny-bert.onnx.

    python training/random_bert.py
"""

from transformers import Qwen3ForCausalLM

import random_gpt
from bert_graph import bert_graph
from masked_lm import blocks

TINY = random_gpt.TINY.with_name("tiny-bert.onnx")


def tiny_bert() -> Qwen3ForCausalLM:
    # As many heads and groups as prompt-bert, and not tiny-gpt's: one seed would draw the same weights again.
    model = random_gpt.random_gpt(vocabulary=256, width=32, inner=64, layers=2, heads=8, groups=2)
    for block in blocks(model):
        block.self_attn.is_causal = False
    return model


if __name__ == "__main__":
    bert_graph(tiny_bert(), int8=False).save(TINY, "tiny-bert")
