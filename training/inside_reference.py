"""Values inside models, by PyTorch, NumPy and scikit-learn → test/fixtures/inside/*.json.

    python training/inside_reference.py

The models are stock exports (stock_models.py), float32. Vectors, queries, keys and values are outputs of the modules.
q·k, its scaling, the softmax and the weighted sum are computed here in NumPy, and checked against the attention weights
that PyTorch outputs.
"""

import json
from pathlib import Path

import numpy as np
import torch
from sklearn.decomposition import PCA
from tokenizers import Tokenizer
from transformers import PreTrainedModel
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from stock_models import stock_model
from stock_reference import TEXTS
from stock_tokenizers import stock_tokenizer

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "test" / "fixtures" / "inside"
# The layer, head and row whose steps are written, counted from 0.
LAYER, HEAD, ROW = 1, 2, 9
# Number of positions between which relative position biases are written.
RELATIVE_POSITIONS = 128
SIZE, WIDTH = 12, 8


def blocks_of(family: str, model: PreTrainedModel) -> list[torch.nn.Module]:
    match family:
        case "gpt2":
            return list(model.transformer.h)
        case "llama":
            return list(model.model.layers)
        case "bert":
            return list(model.bert.encoder.layer)
        case "t5":
            return list(model.encoder.block)
    raise ValueError(family)


def projections_of(family: str, block: torch.nn.Module) -> list[torch.nn.Module]:
    """The modules that compute q, k and v; GPT-2 has one for all three."""
    match family:
        case "gpt2":
            return [block.attn.c_attn]
        case "llama":
            attention = block.self_attn
            return [attention.q_proj, attention.k_proj, attention.v_proj]
        case "bert":
            attention = block.attention.self
            return [attention.query, attention.key, attention.value]
        case "t5":
            attention = block.layer[0].SelfAttention
            return [attention.q, attention.k, attention.v]
    raise ValueError(family)


def outputs_of(run, modules: list[torch.nn.Module]) -> tuple[object, list[torch.Tensor]]:
    """The result of `run`, and the output of each module in it."""
    found: dict[int, torch.Tensor] = {}

    def hook(index: int):
        return lambda _module, _inputs, output: found.update({index: output[0] if isinstance(output, tuple) else output})

    handles = [module.register_forward_hook(hook(index)) for index, module in enumerate(modules)]
    result = run()
    for handle in handles:
        handle.remove()
    return result, [found[index] for index in range(len(modules))]


def by_heads(flat: torch.Tensor, d: int) -> torch.Tensor:
    """[1, tokens, heads · d] → [1, heads, tokens, d]"""
    return flat.unflatten(-1, (-1, d)).transpose(1, 2)


def softmax(scores: np.ndarray) -> np.ndarray:
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum()


def steps(family: str, model: PreTrainedModel, projected: list[torch.Tensor], attention: torch.Tensor) -> dict:
    heads = model.config.num_attention_heads
    d = model.config.d_kv if family == "t5" else model.config.hidden_size // heads
    parts = projected[0].chunk(3, -1) if family == "gpt2" else projected
    q, k, v = (by_heads(part, d) for part in parts)
    tokens = q.shape[2]
    if family == "llama":
        cosines, sines = model.model.rotary_emb(q, torch.arange(tokens)[None])
        q, k = apply_rotary_pos_emb(q, k, cosines, sines)
    group = HEAD * k.shape[1] // heads
    query, keys, values = (each.double().numpy() for each in (q[0, HEAD, ROW], k[0, group], v[0, group]))
    products = keys @ query
    scale = 1.0 if family == "t5" else d**-0.5
    scores = products * scale
    if family == "t5":
        own = model.encoder.block[0].layer[0].SelfAttention
        scores = scores + own.compute_bias(tokens, tokens)[0, HEAD, ROW].double().numpy()
    if family in ("gpt2", "llama"):
        scores[ROW + 1 :] = -np.inf
    weights = softmax(scores)
    if np.abs(weights - attention[0, HEAD, ROW].numpy()).max() > 1e-5:
        raise SystemExit(f"{family}: these steps differ from PyTorch's attention. Check them against the model's code.")
    return {
        "layer": LAYER,
        "head": HEAD,
        "row": ROW,
        "query": query,
        "keys": keys,
        "values": values,
        "products": products,
        "scale": scale,
        # JSON has no −∞: masked tokens are left out.
        "scores": scores[np.isfinite(scores)],
        "weights": attention[0, :, ROW].numpy(),
        "mixed": weights @ values,
    }


def positions(family: str, model: PreTrainedModel) -> dict:
    match family:
        case "gpt2":
            return {"kind": "learned", "values": model.transformer.wpe.weight.numpy()}
        case "bert":
            return {"kind": "learned", "values": model.bert.embeddings.position_embeddings.weight.numpy()}
        case "llama":
            places = torch.arange(model.config.max_position_embeddings)[None]
            cosines = model.model.rotary_emb(torch.zeros(1), places)[0][0]
            # PyTorch repeats each angle for the two halves of a vector.
            return {"kind": "rotary", "values": cosines[:, : cosines.shape[1] // 2].numpy()}
        case "t5":
            bias = model.encoder.block[0].layer[0].SelfAttention.compute_bias(RELATIVE_POSITIONS, RELATIVE_POSITIONS)
            bias = bias[0].numpy()
            # From keys far left of the query to keys far right of it.
            return {"kind": "relative", "values": np.concatenate([bias[:, -1, :-1], bias[:, 0]], axis=1)}
    raise ValueError(family)


@torch.no_grad()
def inside(family: str) -> dict:
    tokenizer, _ = stock_tokenizer(family)
    shipped = Tokenizer.from_file(str(ROOT / f"test/fixtures/exports/{family}/tokenizer.json"))
    model = stock_model(family, tokenizer)
    ids = shipped.encode(TEXTS[family]).ids
    reader = model.encoder if family == "t5" else model
    embeddings = reader.get_input_embeddings()
    blocks = blocks_of(family, model)
    modules = [embeddings, *blocks, *projections_of(family, blocks[LAYER])]
    result, outputs = outputs_of(lambda: reader(input_ids=torch.tensor([ids]), output_attentions=True), modules)
    vectors, projected = outputs[: len(blocks) + 1], outputs[len(blocks) + 1 :]
    return {
        "text": TEXTS[family],
        "ids": ids,
        "vectors": [each[0].numpy() for each in vectors],
        "steps": steps(family, model, projected, result.attentions[LAYER]),
        "positions": positions(family, model),
    }


def similarity() -> dict:
    """Similarities of random vectors with different lengths and a mean that is not 0."""
    random = np.random.default_rng(7)
    vectors = (random.normal(size=(SIZE, WIDTH)) + 0.5) * random.uniform(0.2, 4, size=(SIZE, 1))
    dot = vectors @ vectors.T
    lengths = np.linalg.norm(vectors, axis=1)
    pca = PCA(n_components=2).fit(vectors)
    return {
        "width": WIDTH,
        "vectors": vectors,
        "dot": dot,
        "cosine": dot / np.outer(lengths, lengths),
        "scaled": dot / np.sqrt(WIDTH),
        "pca": pca.transform(vectors),
        "shares": pca.explained_variance_ratio_,
    }


def plain(value):
    """A value as JSON writes it: arrays flat, with seven digits."""
    match value:
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case np.ndarray():
            return [float(f"{each:.7g}") for each in value.ravel().tolist()]
    return value


def write(name: str, reference: dict) -> None:
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(plain(value))}" for key, value in reference.items())
    (TARGET / f"{name}.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    for family in ("gpt2", "llama", "bert", "t5"):
        write(family, inside(family))
    write("similarity", similarity())


if __name__ == "__main__":
    main()
