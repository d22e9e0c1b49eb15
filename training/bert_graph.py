"""BERT's ONNX graph with its masked-language-model head.

Inputs   input_ids, attention_mask, token_type_ids [batch, sequence]
Outputs  logits [batch, sequence, vocabulary]
"""

from onnx import TensorProto
from transformers import BertForMaskedLM

from onnx_graph import OnnxGraph


def bert_graph(model: BertForMaskedLM, int8: bool) -> OnnxGraph:
    config = model.config
    heads, width = config.num_attention_heads, config.hidden_size // config.num_attention_heads
    weights = {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}
    g = OnnxGraph(int8)

    def linear(name: str, x: str) -> str:
        return g.linear(name, x, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, x: str) -> str:
        return g.layer_norm(name, x, weights[f"{name}.weight"], weights[f"{name}.bias"], config.layer_norm_eps)

    input_ids = g.input("input_ids", ["batch", "sequence"])
    attention_mask = g.input("attention_mask", ["batch", "sequence"])
    token_type_ids = g.input("token_type_ids", ["batch", "sequence"])
    real = g.op("Cast", "real", attention_mask, to=TensorProto.BOOL)
    bias = g.attention_bias(g.op("Unsqueeze", "allowed", real, g.ints(1, 2)))

    embeddings = "bert.embeddings"
    words_table = weights[f"{embeddings}.word_embeddings.weight"]
    words = g.embedding("words", words_table, input_ids)
    # A slice, not a lookup: ONNX Runtime 1.30 breaks a graph that looks positions up while fusing the embeddings.
    table = g.constant("positions.weight", weights[f"{embeddings}.position_embeddings.weight"])
    length = g.op("Shape", "length", input_ids, start=1, end=2)
    positions = g.op("Slice", "positions", table, g.ints(0), length, g.ints(0))
    types = g.embedding("types", weights[f"{embeddings}.token_type_embeddings.weight"], token_type_ids)
    summed = g.op("Add", "embedded", g.op("Add", "words_and_types", words, types), positions)
    hidden = norm(f"{embeddings}.LayerNorm", summed)

    for layer in range(config.num_hidden_layers):
        at = f"bert.encoder.layer.{layer}"
        query, key, value = (
            g.split_heads(f"{at}.attention.{part}", linear(f"{at}.attention.self.{part}", hidden), heads, width)
            for part in ("query", "key", "value")
        )
        context = g.attention(f"{at}.attention", query, key, value, bias, width)
        attended = g.op("Add", f"{at}.attended", linear(f"{at}.attention.output.dense", context), hidden)
        hidden = norm(f"{at}.attention.output.LayerNorm", attended)
        inner = g.op("Gelu", f"{at}.gelu", linear(f"{at}.intermediate.dense", hidden))
        hidden = norm(f"{at}.output.LayerNorm", g.op("Add", f"{at}.out", linear(f"{at}.output.dense", inner), hidden))

    head = "cls.predictions"
    transformed = g.op("Gelu", f"{head}.gelu", linear(f"{head}.transform.dense", hidden))
    normed = norm(f"{head}.transform.LayerNorm", transformed)
    logits = g.linear(f"{head}.decoder", normed, words_table, weights[f"{head}.bias"], table="words")
    g.output(logits, "logits", ["batch", "sequence", config.vocab_size])
    return g
