"""Bits of each token of answers behind prompts, by PyTorch in float32.

python sentences_reference.py MODEL.gguf < CASES > BITS

CASES is a JSON list of {"prompts": [[id]], "answer": [id]}: tokens, since the tokenizer that transformers makes of a GGUF file
divides some texts in other ways than the model's own. What a prompt has in common with the first one from its start is read
once. BITS is a JSON list of [[number a token of the answer] a prompt].
"""

import copy
import json
import math
import os
import sys

import torch
from transformers import AutoModelForCausalLM


def main(gguf: str) -> None:
    folder, name = os.path.split(os.path.abspath(gguf))
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32).eval()
    results = []
    for case in json.load(sys.stdin):
        results.append(bits_of(model, case["prompts"], case["answer"]))
        print(len(results), file=sys.stderr, flush=True)
    json.dump(results, sys.stdout)


@torch.inference_mode()
def bits_of(model: torch.nn.Module, prompts: list[list[int]], answer: list[int]) -> list[list[float]]:
    first = prompts[0]
    past = model.model(torch.tensor([first]), use_cache=True).past_key_values
    bits = []
    for prompt in prompts:
        common = min(common_prefix(first, prompt), len(prompt) - 1)
        own = copy.deepcopy(past)
        if common < len(first):
            own.crop(common - len(first))
        rest = torch.tensor([prompt[common:] + answer])
        hidden = model.model(rest, past_key_values=own).last_hidden_state[0]
        logits = model.lm_head(hidden[len(prompt) - common - 1 : -1])
        chosen = logits.log_softmax(-1).gather(1, torch.tensor(answer)[:, None])[:, 0]
        bits.append((-chosen / math.log(2)).tolist())
    return bits


def common_prefix(a: list[int], b: list[int]) -> int:
    length = 0
    while length < min(len(a), len(b)) and a[length] == b[length]:
        length += 1
    return length


if __name__ == "__main__":
    main(sys.argv[1])
