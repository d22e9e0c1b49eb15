"""How faithful a model folder made from a GGUF is to the same weights in PyTorch, as JSON.

    python training/weights_reference.py FILE.gguf FOLDER < passages.json

`passages.json` is a list of texts. Of each, the first 330 tokens are read in one pass: by transformers in float32 with
eager attention, from the GGUF; and by ONNX Runtime, from FOLDER/onnx/model.onnx. The result on standard output:

- passages, tokens: how many were read
- bits, referenceBits: bits a character of ours and of PyTorch's predictions
- attention: mean total variation distance of our attention rows to PyTorch's
- clearRows, strongestDiffers: rows in which the two strongest tokens, the first one of the text aside, differ by more
  than 0.01 in PyTorch, and those of them in which another token is the strongest of ours
- logits: the largest difference of a logit when the graph computes with float32 activations (accuracy level 0)
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, LlamaForCausalLM, PreTrainedModel

LENGTH, SHORTEST = 330, 200
# The first rows have few columns, in which the strongest one says little.
FIRST_ROW = 8
CLEAR = 0.01


def reference_model(gguf: Path) -> PreTrainedModel:
    """The weights of the GGUF in float32, in a model that outputs attention."""
    loaded = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    model = LlamaForCausalLM._from_config(loaded.config, attn_implementation="eager")
    model.load_state_dict(loaded.state_dict())
    return model.eval()


def session_of(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def with_float32_activations(model: onnx.ModelProto) -> onnx.ModelProto:
    exact = onnx.ModelProto()
    exact.CopyFrom(model)
    for node in exact.graph.node:
        for attribute in node.attribute:
            if attribute.name == "accuracy_level":
                attribute.i = 0
    return exact


def feeds(session: onnxruntime.InferenceSession, ids: list[int]) -> dict[str, np.ndarray]:
    """Inputs for `ids` after nothing, with logits for all of them."""
    whole = {
        "input_ids": np.array([ids]),
        "past_length": np.zeros(1, dtype=np.int64),
        "num_logits_to_keep": np.array(len(ids)),
    }
    for entry in session.get_inputs():
        if entry.name.startswith("past_key_values."):
            whole[entry.name] = np.zeros([size if isinstance(size, int) else 0 for size in entry.shape], np.float32)
    return whole


def attention(queries: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Weights [heads, tokens, tokens] of queries, which are scaled, and keys, as Left Context computes them again."""
    scores = torch.from_numpy(queries @ keys)
    tokens = scores.shape[-1]
    scores.masked_fill_(torch.ones(tokens, tokens, dtype=torch.bool).triu(1), -math.inf)
    return scores.softmax(-1).reshape(-1, tokens, tokens).numpy()


def bits(logits: np.ndarray, ids: list[int]) -> float:
    """−log₂ of the probability of all ids but the first, for logits [sequence, vocabulary]."""
    log_probabilities = torch.from_numpy(logits[:-1]).double().log_softmax(-1)
    return -log_probabilities[torch.arange(len(ids) - 1), torch.tensor(ids[1:])].sum().item() / math.log(2)


def compare_rows(theirs: np.ndarray, ours: np.ndarray) -> tuple[float, int, int]:
    """Mean total variation, clear rows, and clear rows with another strongest token, of weights [heads, rows, columns]."""
    variation = 0.5 * np.abs(theirs - ours).sum(-1).mean()
    expected, actual = theirs[:, FIRST_ROW:, 1:], ours[:, FIRST_ROW:, 1:]
    second, first = np.moveaxis(np.partition(expected, -2, -1)[..., -2:], -1, 0)
    is_clear = first - second > CLEAR
    differs = expected.argmax(-1) != actual.argmax(-1)
    return float(variation), int(is_clear.sum()), int((is_clear & differs).sum())


@torch.no_grad()
def main() -> None:
    gguf, folder = Path(sys.argv[1]), Path(sys.argv[2])
    reference = reference_model(gguf)
    # Not the tokenizer that transformers makes from a GGUF: it ignores how the model splits digits.
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = onnx.load(folder / "onnx" / "model.onnx")
    layers = range(reference.config.num_hidden_layers)
    query_names = [f"layers.{layer}.query" for layer in layers]
    key_names = [f"present.{layer}.key" for layer in layers]
    session = session_of(model)
    exact = session_of(with_float32_activations(model))
    del model

    passages = tokens = characters = clear = differing = 0
    our_bits = reference_bits = largest = 0.0
    variations: list[float] = []
    for text in json.load(sys.stdin):
        ids = tokenizer.encode(text, add_special_tokens=False).ids[:LENGTH]
        if len(ids) < SHORTEST:
            continue
        expected = reference(torch.tensor([ids]), output_attentions=True)
        expected_logits = expected.logits[0].numpy()
        logits, *inside = session.run(["logits", *query_names, *key_names], feeds(session, ids))
        attentions = [attention(*pair) for pair in zip(inside[: len(layers)], inside[len(layers) :], strict=True)]
        (exact_logits,) = exact.run(["logits"], feeds(exact, ids))
        passages += 1
        tokens += len(ids)
        characters += len(tokenizer.decode(ids[1:]))
        our_bits += bits(logits[0], ids)
        reference_bits += bits(expected_logits, ids)
        largest = max(largest, float(np.abs(exact_logits[0] - expected_logits).max()))
        for theirs, ours in zip(expected.attentions, attentions, strict=True):
            variation, *rows = compare_rows(theirs[0].numpy(), ours)
            variations.append(variation)
            clear, differing = clear + rows[0], differing + rows[1]
    if passages == 0:
        raise SystemExit(f"No passage has {SHORTEST} tokens. Name a file with longer texts.")
    print(
        json.dumps(
            {
                "passages": passages,
                "tokens": tokens,
                "bits": our_bits / characters,
                "referenceBits": reference_bits / characters,
                "attention": float(np.mean(variations)),
                "clearRows": clear,
                "strongestDiffers": differing,
                "logits": largest,
            }
        )
    )


if __name__ == "__main__":
    main()
