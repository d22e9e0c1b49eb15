"""Compares MiniLM's graph with PyTorch in float32, on texts of this repository's documentation.

Attention is compared over windows of 256 tokens, sentences over the mean of their tokens' vectors, as
sentence-transformers reads the model.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import BertModel

DOCS = Path(__file__).parent.parent / "docs"
WINDOW = 256
# Two weights of a row that differ by less are equally strong.
CLEAR = 0.01


@dataclass
class Fidelity:
    total_variation: float
    """Mean over all rows of attention: half the sum of the differences of a row's weights, 0 to 1."""
    other_strongest: float
    """Share of the rows with a clearly strongest token, the first aside, that have another one in the graph."""
    clear_rows: int
    mean_cosine: float
    lowest_cosine: float
    sentences: int

    def __str__(self) -> str:
        return (
            f"attention: mean total variation {self.total_variation:.4f}; another strongest word in "
            f"{100 * self.other_strongest:.2f} % of {self.clear_rows} rows\n"
            f"sentences: cosine with float32 {self.mean_cosine:.5f} in the mean, {self.lowest_cosine:.5f} at the lowest "
            f"of {self.sentences}"
        )


def prose() -> list[str]:
    """The documentation's paragraphs without tables, code and links' targets."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return [paragraph for paragraph in paragraphs if paragraph and paragraph[0] not in "|#!"]


class Subject:
    """The graph and the model in PyTorch, on the same tokens."""

    def __init__(self, model: BertModel, graph: Path):
        self.model = model
        self.model.set_attn_implementation("eager")
        tapped = onnx.load(graph)
        self.names = [node.output[0] for node in tapped.graph.node if node.op_type == "Softmax"]
        for name in self.names:
            tapped.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(tapped.SerializeToString(), options)

    def run(self, ids: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Attention [layers, heads, tokens, tokens] and vectors [tokens, width] by PyTorch, then by the graph."""
        row = np.array([ids])
        with torch.no_grad():
            expected = self.model(input_ids=torch.from_numpy(row), output_attentions=True)
        feeds = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        vectors, *attention = self.session.run(["last_hidden_state", *self.names], feeds)
        attentions = torch.cat(expected.attentions).numpy()
        return attentions, expected.last_hidden_state[0].numpy(), np.concatenate(attention), vectors[0]


def strongest(attention: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row, the strongest token, the first aside, and whether it is so clearly."""
    two = np.sort(attention[..., 1:], axis=-1)[..., -2:]
    return attention[..., 1:].argmax(axis=-1), two[..., 1] - two[..., 0] > CLEAR


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def tokenizer_in(file: Path) -> Tokenizer:
    """The tokenizer of a tokenizer.json, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def measure(model: BertModel, graph: Path, tokenizer_file: Path) -> Fidelity:
    subject, tokenizer = Subject(model, graph), tokenizer_in(tokenizer_file)
    paragraphs = prose()
    variations, differing, clear_rows, cosines = [], 0, 0, []

    ids = tokenizer.encode(" ".join(paragraphs), add_special_tokens=False).ids
    inner = WINDOW - 2
    first, last = tokenizer.encode("").ids
    for start in range(0, len(ids) - inner, inner):
        expected, _, actual, _ = subject.run([first, *ids[start : start + inner], last])
        variations.append(np.abs(expected - actual).sum(axis=-1).mean() / 2)
        (wanted, clear), (found, _) = strongest(expected), strongest(actual)
        differing += int(((wanted != found) & clear).sum())
        clear_rows += int(clear.sum())

    sentences = [sentence for paragraph in paragraphs for sentence in re.split(r"(?<=[.?!]) ", paragraph)]
    for sentence in sentences:
        _, expected, _, actual = subject.run(tokenizer.encode(sentence).ids[:WINDOW])
        cosines.append(cosine(expected.mean(axis=0), actual.mean(axis=0)))

    shares = differing / clear_rows, clear_rows, float(np.mean(cosines)), min(cosines)
    return Fidelity(float(np.mean(variations)), *shares, len(sentences))
