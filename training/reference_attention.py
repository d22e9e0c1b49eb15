"""Compares attention weights of our ONNX graphs with PyTorch's, as a Markdown table.

    python training/reference_attention.py

PyTorch's weights are from eager attention with `output_attentions`, for the checkpoints and the tests' tiny models.
Those of a short text are written to test/fixtures/attention for test/contract/attention.test.ts: float32,
little-endian, [layers, heads, size, size].

An int8 graph rounds the input of each matrix to 8 bits, so its attention weights differ. The product therefore
multiplies the same weights in float32 for attention (src/inference/models/float32Products.ts). PyTorch with the same
rounding shows that nothing else differs: its weights are equal, layer after layer, until a value halfway between two
steps is rounded the other way, as 3 in a million are.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import Qwen3ForCausalLM

import random_bert
import random_gpt
from encode import WORK, tokens_file
from export import bert_feeds, gpt_feeds, trained_model, write_json
from make_tokenizers import MODELS
from masked_lm import CLS_ID, SEP_ID, blocks
from train import SEED, TASKS

FIXTURES = random_gpt.TINY.parent / "attention"
TEXT = "Summarize the report below in three short bullet points, and name every number that the customer asked for."
TINY_LENGTH, WINDOW = 24, 512
FLOAT32_TOLERANCE, INT8_TOLERANCE = 1e-5, 2e-2
COLUMNS = (
    *("model", "tokens", "graph", "PyTorch", "largest difference", f"within {INT8_TOLERANCE}"),
    *(f"first layers within {FLOAT32_TOLERANCE}", "largest \\|row sum − 1\\|", "largest weight above the diagonal"),
)


@dataclass
class Subject:
    name: str
    model: Qwen3ForCausalLM
    text: str
    ids: np.ndarray
    graphs: dict[str, Path]


def subjects() -> list[Subject]:
    """The embedded models and the tests' tiny ones, each with its input for the fixtures."""
    found = []
    for kind in TASKS:
        folder = MODELS / f"prompt-{kind}"
        ids = np.array(Tokenizer.from_file(str(folder / "tokenizer.json")).encode(TEXT).ids)
        graphs = {"float32": WORK / f"{kind}.float32.onnx", "int8": folder / "onnx" / "model_quantized.onnx"}
        found.append(Subject(folder.name, trained_model(kind), TEXT, ids, graphs))
    random_ids = np.random.default_rng(SEED).integers(0, 256, size=TINY_LENGTH)
    for model, path in (random_gpt.tiny_gpt(), random_gpt.TINY), (random_bert.tiny_bert(), random_bert.TINY):
        found.append(Subject(path.stem, model, "", random_ids, {"float32": path}))
    return found


def is_causal(model: Qwen3ForCausalLM) -> bool:
    return blocks(model)[0].self_attn.is_causal


@torch.no_grad()
def weights_in_pytorch(model: Qwen3ForCausalLM, ids: np.ndarray) -> np.ndarray:
    """Attention weights [layers, heads, size, size]."""
    model.set_attn_implementation("eager")
    # transformers masks later tokens unless it is given a mask. This one is added to the scores and hides nothing.
    mask = None if is_causal(model) else {"full_attention": torch.zeros(1, 1, len(ids), len(ids))}
    inputs = torch.from_numpy(ids)[None]
    outputs = model.model(input_ids=inputs, attention_mask=mask, use_cache=False, output_attentions=True)
    return torch.cat(outputs.attentions).numpy()


def rounded(_: torch.nn.Module, inputs: tuple[torch.Tensor]) -> torch.Tensor:
    """A matrix's input after DynamicQuantizeLinear's rounding."""
    x = inputs[0]
    low, high = x.min().clamp(max=0), x.max().clamp(min=0)
    scale = (high - low) / 255
    zero = torch.round(-low / scale)
    return ((torch.round(x / scale) + zero).clamp(0, 255) - zero) * scale


def weights_in_rounding_pytorch(model: Qwen3ForCausalLM, ids: np.ndarray) -> np.ndarray:
    linears = [module for module in blocks(model).modules() if isinstance(module, torch.nn.Linear)]
    hooks = [linear.register_forward_pre_hook(rounded) for linear in linears]
    weights = weights_in_pytorch(model, ids)
    for hook in hooks:
        hook.remove()
    return weights


def weights_in_graph(path: Path, ids: np.ndarray, causal: bool) -> np.ndarray:
    """Outputs of the graph's Softmax nodes [layers, heads, size, size]."""
    model = onnx.load(path)
    names = [node.output[0] for node in model.graph.node if node.op_type == "Softmax"]
    for name in names:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    feeds = gpt_feeds(session, ids[None], {}, keep=1) if causal else bert_feeds(ids[None])
    return np.concatenate(session.run(names, feeds))


def validation_window(kind: str) -> np.ndarray:
    window = np.load(tokens_file(kind, "valid"))[:WINDOW].astype(np.int64)
    if kind == "bert":
        window[0], window[-1] = CLS_ID, SEP_ID
    return window


def compare(subject: Subject, ids: np.ndarray) -> np.ndarray:
    """Prints a row for each graph of `subject`, for int8 also with the same rounding. Returns PyTorch's weights."""
    causal = is_causal(subject.model)
    plain = weights_in_pytorch(subject.model, ids)
    for graph, path in subject.graphs.items():
        actual = weights_in_graph(path, ids, causal)
        references = {"float32": plain}
        if graph == "int8":
            references["same rounding"] = weights_in_rounding_pytorch(subject.model, ids)
        for pytorch, expected in references.items():
            differences = np.abs(actual - expected)
            alike = np.cumprod(differences.max(axis=(1, 2, 3)) <= FLOAT32_TOLERANCE).sum()
            row_error = np.abs(actual.sum(axis=-1, dtype=np.float64) - 1).max()
            above = f"{np.triu(actual, 1).max():g}" if causal else "–"
            cells = (
                *(subject.name, len(ids), graph, pytorch, f"{differences.max():.1e}"),
                *(f"{100 * (differences <= INT8_TOLERANCE).mean():.3f} %", f"{alike} of {len(actual)}"),
                *(f"{row_error:.1e}", above),
            )
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
            if graph == "float32" and differences.max() > FLOAT32_TOLERANCE:
                raise SystemExit(f"more than {FLOAT32_TOLERANCE}: the graph's attention differs from PyTorch's")
    return plain


def main() -> None:
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    FIXTURES.mkdir(parents=True, exist_ok=True)
    fixtures = {}
    for subject in subjects():
        weights = compare(subject, subject.ids)
        (FIXTURES / f"{subject.name}.bin").write_bytes(weights.astype("<f4").tobytes())
        layers, heads = weights.shape[:2]
        fixtures[subject.name] = {"text": subject.text, "ids": subject.ids.tolist(), "layers": layers, "heads": heads}
        if subject.text:
            compare(subject, validation_window(subject.name.removeprefix("prompt-")))
    write_json(FIXTURES / "reference.json", fixtures)


if __name__ == "__main__":
    main()
