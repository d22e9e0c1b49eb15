"""Checkpoint → models/prompt-{gpt,bert}: config.json, generation_config.json and onnx/model_quantized.onnx.

    python training/export.py gpt

The float32 graph goes to training/work and must agree with PyTorch within 1e-4 on random inputs.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from bert_graph import bert_graph
from encode import WORK
from gpt_graph import gpt_graph
from make_tokenizers import MODELS
from train import SEED, TASKS

GRAPHS = {"gpt": gpt_graph, "bert": bert_graph}
TOLERANCE = 1e-4


def trained_model(name: str) -> torch.nn.Module:
    model = TASKS[name].new_model()
    model.load_state_dict(torch.load(WORK / f"{name}.checkpoint.pt", map_location="cpu")["model"])
    return model.eval()


def session_for(path: Path) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def gpt_feeds(session: onnxruntime.InferenceSession, ids: np.ndarray, past: dict[str, np.ndarray], keep: int) -> dict:
    """Inputs for `ids` [batch, sequence] after `past`, the present.* outputs of an earlier run or nothing."""
    feeds = {}
    for entry in session.get_inputs():
        if entry.name.startswith("past_key_values."):
            batch_heads_past_width = [len(ids), entry.shape[1], 0, entry.shape[3]]
            empty = np.zeros(batch_heads_past_width, dtype=np.float32)
            feeds[entry.name] = past.get(entry.name.replace("past_key_values", "present"), empty)
    past_length = feeds["past_key_values.0.key"].shape[2]
    total = past_length + ids.shape[1]
    return feeds | {
        "input_ids": ids,
        "attention_mask": np.ones((len(ids), total), dtype=np.int64),
        "position_ids": np.tile(np.arange(past_length, total, dtype=np.int64), (len(ids), 1)),
        "num_logits_to_keep": np.array(keep, dtype=np.int64),
    }


def gpt_logits(session: onnxruntime.InferenceSession, ids: np.ndarray, split: int) -> np.ndarray:
    """Logits of all positions, the first `split` tokens prefilled, the rest run on their cache."""
    names = [entry.name for entry in session.get_outputs()]
    first = dict(zip(names, session.run(None, gpt_feeds(session, ids[:, :split], {}, keep=0))))
    second = session.run(["logits"], gpt_feeds(session, ids[:, split:], first, keep=0))[0]
    return np.concatenate([first["logits"], second], axis=1)


def bert_feeds(ids: np.ndarray) -> dict:
    """Inputs for `ids` [batch, sequence], all of them real."""
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def bert_logits(session: onnxruntime.InferenceSession, ids: np.ndarray) -> np.ndarray:
    return session.run(["logits"], bert_feeds(ids))[0]


def largest_difference(name: str, model: torch.nn.Module, session: onnxruntime.InferenceSession) -> float:
    """Between PyTorch's logits and the graph's, over random ids at the full context length."""
    ids = np.random.default_rng(SEED).integers(0, model.config.vocab_size, size=(2, 512))
    with torch.no_grad():
        expected = TASKS[name].logits(model, torch.from_numpy(ids)).numpy()
    actual = gpt_logits(session, ids, split=300) if name == "gpt" else bert_logits(session, ids)
    return float(np.abs(expected - actual).max())


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def write_model(name: str, model: torch.nn.Module, folder: Path) -> None:
    """The int8 graph and what transformers.js reads beside it."""
    path = folder / "onnx" / "model_quantized.onnx"
    GRAPHS[name](model, int8=True).save(path, folder.name)
    print(f"{folder.name}/onnx/{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    config = model.config.to_diff_dict() | TASKS[name].FAMILY | {"transformers.js_config": {"dtype": "q8"}}
    write_json(folder / "config.json", config)
    if name == "gpt":
        write_json(folder / "generation_config.json", model.generation_config.to_diff_dict())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("model", choices=GRAPHS)
    name = arguments.parse_args().model

    model = trained_model(name)
    float_path = WORK / f"{name}.float32.onnx"
    GRAPHS[name](model, int8=False).save(float_path, f"prompt-{name}")
    difference = largest_difference(name, model, session_for(float_path))
    print(f"float32 graph against PyTorch: largest difference of logits {difference:.1e}")
    if difference > TOLERANCE:
        raise SystemExit(f"more than {TOLERANCE}: the graph differs from the trained model. Check its operations.")
    write_model(name, model, MODELS / f"prompt-{name}")


if __name__ == "__main__":
    main()
