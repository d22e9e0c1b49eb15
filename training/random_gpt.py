"""prompt-gpt's architecture with random weights, for measurements and tests.

    python training/random_gpt.py large    distilgpt2's size, int8, to training/work/random-gpt for bench/completion.ts
    python training/random_gpt.py tiny     a few kilobytes, float32, to test/fixtures/tiny-gpt.onnx
"""

import argparse
from pathlib import Path
from shutil import copyfile

import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

from encode import WORK
from export import write_model
from gpt_graph import gpt_graph
from make_tokenizers import MODELS
from train import SEED

TINY = Path(__file__).parent.parent / "test" / "fixtures" / "tiny-gpt.onnx"


def random_gpt(vocabulary: int, width: int, inner: int, layers: int, heads: int, groups: int) -> Qwen3ForCausalLM:
    torch.manual_seed(SEED)
    config = Qwen3Config(
        vocab_size=vocabulary,
        max_position_embeddings=1024,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=groups,
        head_dim=width // heads,
        intermediate_size=inner,
        tie_word_embeddings=True,
        # Wide enough apart that the likeliest token depends on the whole context.
        initializer_range=0.2,
        bos_token_id=0,
        eos_token_id=0,
    )
    return Qwen3ForCausalLM(config).eval()


def tiny_gpt() -> Qwen3ForCausalLM:
    return random_gpt(vocabulary=256, width=32, inner=64, layers=2, heads=4, groups=2)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("size", choices=("large", "tiny"))
    if arguments.parse_args().size == "large":
        model = random_gpt(vocabulary=50_257, width=768, inner=2048, layers=6, heads=12, groups=12)
        folder = WORK / "random-gpt"
        write_model("gpt", model, folder)
        for file in ("tokenizer.json", "tokenizer_config.json"):
            copyfile(MODELS / "prompt-gpt" / file, folder / file)
    else:
        gpt_graph(tiny_gpt(), int8=False).save(TINY, "tiny-gpt")


if __name__ == "__main__":
    main()
