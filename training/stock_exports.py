"""Small models that look like the stock ONNX exports on the Hugging Face hub → test/fixtures/exports.

    python training/stock_exports.py

Names of files, inputs and outputs are Optimum's; weights are random. Every float32 graph must agree with PyTorch,
logits within 1e-4, attention weights within 1e-5. What PyTorch computes goes to reference.json, and the attention
weights [layers, heads, rows, columns] to a file for each family, float32, little-endian; their `offset` counts floats.
"""

import logging
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import PreTrainedModel

import stock_graphs
from export import write_json
from fused_attention import save_fused
from group_query_graph import GroupQueryGraph
from merge_decoders import merge_decoders
from stock_checks import Comparison, branches, compare, graphs_in
from stock_models import HEADS, WIDTH, stock_model
from stock_reference import Reference, reference_for
from stock_tokenizers import Settings, stock_tokenizer

EXPORTS = Path(__file__).parent.parent / "test" / "fixtures" / "exports"
FAMILIES = ("gpt2", "llama", "gqa", "bert", "bert-embeddings", "distilbert", "roberta", "t5")
# As Optimum sets it: smaller tensors stay in the file itself.
EXTERNAL_FROM_BYTES = 100
LARGEST_TOTAL = 5_000_000


def write_model_files(folder: Path, model: PreTrainedModel, tokenizer: Tokenizer, settings: Settings) -> None:
    """What lies beside a graph: configuration and tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    if model.can_generate():
        model.generation_config.save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=True) + "\n", encoding="utf-8")
    positions = getattr(model.config, "max_position_embeddings", 512)
    # RoBERTa's first two positions are never used.
    limit = positions - 2 if model.config.model_type == "roberta" else positions
    write_json(folder / "tokenizer_config.json", settings | {"model_max_length": limit})


def quantise(path: Path) -> None:
    """model.onnx → model_quantized.onnx, as transformers.js's conversion script does it.

    That script leaves per_channel and reduce_range out for gpt2 and llama; then processors without VNNI compute others.
    """
    target = path.with_stem(f"{path.stem}_quantized")
    logging.disable(logging.WARNING)
    quantize_dynamic(
        path,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"EnableSubgraph": True},
    )
    logging.disable(logging.NOTSET)
    model = onnx.load(target)
    # That script doesn't infer shapes first, so that its files don't list them.
    for graph in [model.graph, *branches(model.graph)]:
        del graph.value_info[:]
    onnx.save(model, target)


def save_merged(first: Path, with_past: Path) -> Path:
    merged = first.with_name("decoder_model_merged.onnx")
    onnx.save(merge_decoders(onnx.load(first), onnx.load(with_past)), merged)
    return merged


def export_bert_variants(folder: Path, beside: list[Path]) -> None:
    """The same BERT with its weights in a second file, and with its attention fused, as model folders of their own."""
    source = folder / "onnx" / "model.onnx"
    for name in ("external", "fused"):
        (folder / name / "onnx").mkdir(parents=True)
        for file in beside:
            shutil.copyfile(file, folder / name / file.name)
    onnx.save(
        onnx.load(source),
        folder / "external" / "onnx" / "model.onnx",
        save_as_external_data=True,
        location="model.onnx_data",
        size_threshold=EXTERNAL_FROM_BYTES,
        convert_attribute=True,
    )
    save_fused(source, folder / "fused" / "onnx" / "model.onnx", HEADS, WIDTH)


def export_family(family: str, folder: Path, model: PreTrainedModel) -> None:
    beside = sorted(path for path in folder.iterdir() if path.is_file())
    graphs = folder / "onnx"
    single = graphs / "model.onnx"
    match family:
        case "gqa":
            GroupQueryGraph(model).save(single)
        case "gpt2":
            stock_graphs.export_decoder(model, single)
            first, with_past = graphs / "decoder_model.onnx", graphs / "decoder_with_past_model.onnx"
            stock_graphs.export_decoder(model, first, past=False, positions=False)
            stock_graphs.export_decoder(model, with_past, past=True, positions=False)
            quantise(single)
            quantise(save_merged(first, with_past))
            first.unlink()
            with_past.unlink()
        case "llama":
            stock_graphs.export_decoder(model, single)
            quantise(single)
        case "t5":
            encoder = graphs / "encoder_model.onnx"
            first, with_past = graphs / "decoder_model.onnx", graphs / "decoder_with_past_model.onnx"
            stock_graphs.export_t5_encoder(model, encoder)
            stock_graphs.export_t5_decoder(model, first, past=False)
            stock_graphs.export_t5_decoder(model, with_past, past=True)
            quantise(encoder)
            quantise(save_merged(first, with_past))
        case _:
            stock_graphs.export_encoder(model, single, token_types=family.startswith("bert"))
            if family != "bert-embeddings":
                quantise(single)
            if family == "bert":
                export_bert_variants(folder, beside)


def write_reference(family: str, reference: Reference) -> dict:
    """Writes {family}.bin; returns the family's entry of reference.json."""
    layers, heads = next(iter(reference.attentions.values())).shape[:2]
    places, offset = {}, 0
    for kind, weights in reference.attentions.items():
        places[kind] = {"offset": offset, "shape": list(weights.shape)}
        offset += weights.size
    flat = np.concatenate([weights.ravel() for weights in reference.attentions.values()])
    (EXPORTS / f"{family}.bin").write_bytes(flat.astype("<f4").tobytes())
    about = {"text": reference.text, "ids": reference.ids, "layers": layers, "heads": heads, "attentions": places}
    return about | reference.details


def print_row(comparison: Comparison) -> None:
    model = onnx.load(comparison.path, load_external_data=False)
    size = comparison.path.stat().st_size / 1e3
    cells = (
        comparison.path.relative_to(EXPORTS),
        f"{model.opset_import[0].version}, {model.ir_version}",
        f"{size:.0f} kB",
        comparison.softmax_nodes or "none",
        f"{comparison.outputs_difference:.1e}",
        *(f"{value:.1e}" if comparison.softmax_nodes else "–" for value in comparison.attention_differences),
    )
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    if comparison.is_off:
        raise SystemExit("the graph's results differ from PyTorch's")


def main() -> None:
    columns = ("graph", "opset, IR", "size", "Softmax", "logits: largest difference", "attention: largest", "mean")
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
    shutil.rmtree(EXPORTS, ignore_errors=True)
    references = {}
    for family in FAMILIES:
        folder = EXPORTS / family
        tokenizer, settings = stock_tokenizer(family)
        model = stock_model(family, tokenizer)
        write_model_files(folder, model, tokenizer, settings)
        export_family(family, folder, model)
        reference = reference_for(family, model, tokenizer)
        references[family] = write_reference(family, reference)
        for path in graphs_in(folder):
            print_row(compare(family, path, reference))
    write_json(EXPORTS / "reference.json", references)
    total = sum(path.stat().st_size for path in EXPORTS.rglob("*") if path.is_file())
    print(f"\n{total / 1e6:.2f} MB in all")
    if total > LARGEST_TOTAL:
        raise SystemExit(f"more than {LARGEST_TOTAL / 1e6} MB: too much for fixtures")


if __name__ == "__main__":
    main()
