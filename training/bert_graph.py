"""prompt-bert's ONNX graph.

Inputs   input_ids, attention_mask [batch, sequence]
Outputs  logits [batch, sequence, vocabulary]
"""

from onnx import TensorProto
from transformers import Qwen3ForCausalLM

from onnx_graph import OnnxGraph
from qwen3_blocks import qwen3_blocks, weights_of
from rotary import rotation_tables


def bert_graph(model: Qwen3ForCausalLM, int8: bool) -> OnnxGraph:
    config = model.config
    table = weights_of(model)["embed_tokens.weight"]
    g = OnnxGraph(int8)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "sequence"])
    real = g.op("Cast", "real", attention_mask, to=TensorProto.BOOL)
    bias = g.attention_bias(g.op("Unsqueeze", "allowed", real, g.ints(1, 2)))
    length = g.op("Shape", "length", input_ids, start=1, end=2)
    tables = rotation_tables(model.model.rotary_emb, config.max_position_embeddings)
    cosines, sines = (
        g.op("Slice", name, g.constant(f"{name}.table", angles[:, None]), g.ints(0), length, g.ints(0))
        for name, angles in zip(("cosines", "sines"), tables)
    )

    hidden = g.embedding("embed_tokens", table, input_ids)
    final = qwen3_blocks(g, model, hidden, bias, (cosines, sines), pasts=None)
    g.linear("logits", final, table, table="embed_tokens")
    g.output("logits", ["batch", "sequence", config.vocab_size])
    return g
