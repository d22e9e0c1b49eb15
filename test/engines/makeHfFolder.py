"""A model folder for transformers and vLLM of a GGUF file: its weights in float32, as that file has them.

    python test/engines/makeHfFolder.py FILE.gguf FOLDER
"""

import argparse
from pathlib import Path

import torch
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gguf", type=Path)
    arguments.add_argument("folder", type=Path)
    options = arguments.parse_args()
    where, name = str(options.gguf.parent), options.gguf.name
    dequantized = AutoModelForCausalLM.from_pretrained(where, gguf_file=name, dtype=torch.float32)
    config = dequantized.config
    # vLLM refuses a model that says it is quantized.
    config.__dict__.pop("quantization_config", None)
    model = LlamaForCausalLM(config)
    model.load_state_dict(dequantized.state_dict())
    model.save_pretrained(options.folder)
    tokenizer = AutoTokenizer.from_pretrained(where, gguf_file=name)
    # transformers do not read from the file that SmolLM2 takes each digit by itself.
    splits = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(splits)
    tokenizer.save_pretrained(options.folder)


if __name__ == "__main__":
    main()
