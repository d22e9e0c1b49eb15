"""Prints what prompt-bert's attention heads do, as a Markdown table, measured on the shipped int8 graph.

    python training/heads.py

entropy           how widely a token spreads its weight, in bits (7 would be evenly over the 128 tokens)
[CLS] and [SEP]   share of the weight on these two tokens
previous, next    share of the weight on the token just before, just after
"""

import numpy as np
import onnx
import onnxruntime

from encode import tokens_file
from export import bert_feeds
from make_tokenizers import MODELS
from masked_lm import CLS_ID, SEP_ID
from train import SEED

WINDOWS, LENGTH = 32, 128


def session_with_attention() -> tuple[onnxruntime.InferenceSession, list[str]]:
    """The int8 graph with each layer's attention weights as outputs, and their names, first layer first."""
    model = onnx.load(MODELS / "prompt-bert" / "onnx" / "model_quantized.onnx")
    names = [node.output[0] for node in model.graph.node if node.op_type == "Softmax"]
    for name in names:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]), names


def sample() -> np.ndarray:
    """Windows [CLS] … [SEP] of the validation text [32, 128]."""
    tokens = np.load(tokens_file("bert", "valid")).astype(np.int64)
    starts = np.random.default_rng(SEED).choice(len(tokens) // LENGTH, WINDOWS, replace=False) * LENGTH
    windows = np.stack([tokens[start : start + LENGTH] for start in starts])
    windows[:, 0], windows[:, -1] = CLS_ID, SEP_ID
    return windows


def measures(weights: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Entropy, share on [CLS] and [SEP], on the previous and on the next token [heads, 4].

    `weights` [windows, heads, from, to], `ids` [windows, to].
    """
    entropy = -(weights * np.log2(np.maximum(weights, 1e-30))).sum(axis=-1)
    special = (ids == CLS_ID) | (ids == SEP_ID)
    on_special = (weights * special[:, None, None, :]).sum(axis=-1)
    previous = weights.diagonal(-1, axis1=2, axis2=3)
    following = weights.diagonal(1, axis1=2, axis2=3)
    return np.stack([values.mean(axis=(0, 2)) for values in (entropy, on_special, previous, following)], axis=1)


def main() -> None:
    session, names = session_with_attention()
    windows = sample()
    print("| layer | head | entropy, bits | [CLS] and [SEP] | previous | next |")
    print("|---|---|---|---|---|---|")
    for layer, weights in enumerate(session.run(names, bert_feeds(windows)), start=1):
        for head, (entropy, *shares) in enumerate(measures(weights, windows), start=1):
            percentages = " | ".join(f"{100 * share:.0f} %" for share in shares)
            print(f"| {layer} | {head} | {entropy:.1f} | {percentages} |")


if __name__ == "__main__":
    main()
