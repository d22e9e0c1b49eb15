"""Llama as onnxruntime-genai's builder writes it: attention is one node a layer, which does not output its weights."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import LlamaForCausalLM

OPSET, MICROSOFT_OPSET, IR_VERSION = 14, 1, 7
MICROSOFT = "com.microsoft"
FLOAT, INT64, INT32 = TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32


class GroupQueryGraph:
    def __init__(self, model: LlamaForCausalLM):
        self.model, self.config = model, model.config
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: torch.Tensor | np.ndarray) -> str:
        values = np.ascontiguousarray(value.detach().numpy() if isinstance(value, torch.Tensor) else value)
        self.initializers.append(numpy_helper.from_array(values, name))
        return name

    def op(self, kind: str, name: str, inputs: list[str], outputs: list[str] | None = None, **attributes) -> str:
        outputs = outputs or [f"{name}/output_0"]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=name, **attributes))
        return outputs[0]

    def linear(self, name: str, x: str, layer: torch.nn.Linear) -> str:
        weight = self.constant(f"{name[1:].replace('/', '.')}.MatMul.weight", layer.weight.T)
        return self.op("MatMul", f"{name}/MatMul", [x, weight])

    def lengths(self) -> list[str]:
        """Position of each text's last token [batch] and how many there are with the past [], from the mask, int32."""
        base = "/model/attn_mask_reformat/attn_mask_subgraph"
        axis, one = self.constant("axis_1", np.array([1])), self.constant("one", np.array(1))
        sums = self.op("ReduceSum", f"{base}/ReduceSum", ["attention_mask", axis], keepdims=0)
        last = self.op("Sub", f"{base}/Sub", [sums, one])
        shape = self.op("Shape", f"{base}/Shape", ["attention_mask"])
        total = self.op("Gather", f"{base}/Gather", [shape, one], axis=0)
        return [
            self.op("Cast", f"{base}/Sub/Cast", [last], to=INT32),
            self.op("Cast", f"{base}/Gather/Cast", [total], to=INT32),
        ]

    def rotations(self) -> list[str]:
        """Cosines and sines of all positions [positions, width / 2], which the node turns queries and keys by."""
        rotary = self.model.model.rotary_emb
        angles = torch.outer(torch.arange(self.config.max_position_embeddings).float(), rotary.inv_freq)
        return [self.constant("cos_cache", angles.cos()), self.constant("sin_cache", angles.sin())]

    def normalised(self, name: str, x: str, residual: str, weight: torch.Tensor) -> tuple[str, str]:
        """x + residual, and that divided by its root mean square."""
        outputs = [f"{name}/output_0", "", "", f"{name}/output_3"]
        inputs = [residual, x, self.constant(f"{name[1:].replace('/', '.')}.weight", weight)]
        epsilon = self.config.rms_norm_eps
        self.op("SkipSimplifiedLayerNormalization", name, inputs, outputs, domain=MICROSOFT, epsilon=epsilon)
        return outputs[3], outputs[0]

    def attention(self, index: int, x: str, shared: list[str]) -> str:
        base, weights = f"/model/layers.{index}/attn", self.model.model.layers[index].self_attn
        projections = {"q_proj": weights.q_proj, "k_proj": weights.k_proj, "v_proj": weights.v_proj}
        query, key, value = (self.linear(f"{base}/{name}", x, layer) for name, layer in projections.items())
        past = [f"past_key_values.{index}.{kind}" for kind in ("key", "value")]
        name = f"{base}/GroupQueryAttention"
        context = self.op(
            "GroupQueryAttention",
            name,
            [query, key, value, *past, *shared],
            [f"{name}/output_0", f"present.{index}.key", f"present.{index}.value"],
            domain=MICROSOFT,
            num_heads=self.config.num_attention_heads,
            kv_num_heads=self.config.num_key_value_heads,
            scale=weights.scaling,
            do_rotary=1,
        )
        return self.linear(f"{base}/o_proj", context, weights.o_proj)

    def gated_block(self, index: int, x: str) -> str:
        base, weights = f"/model/layers.{index}/mlp", self.model.model.layers[index].mlp
        gate = self.linear(f"{base}/gate_proj", x, weights.gate_proj)
        up = self.linear(f"{base}/up_proj", x, weights.up_proj)
        silu = self.op("Mul", f"{base}/act_fn/Mul", [gate, self.op("Sigmoid", f"{base}/act_fn/Sigmoid", [gate])])
        return self.linear(f"{base}/down_proj", self.op("Mul", f"{base}/Mul", [silu, up]), weights.down_proj)

    def build(self) -> None:
        inner = self.model.model
        table = self.constant("model.embed_tokens.weight", inner.embed_tokens.weight)
        hidden = self.op("Gather", "/model/embed_tokens/Gather", [table, "input_ids"])
        name = "/model/layers.0/input_layernorm/LayerNorm"
        scale = self.constant("model.layers.0.input_layernorm.weight", inner.layers[0].input_layernorm.weight)
        rules = {"axis": -1, "epsilon": self.config.rms_norm_eps, "stash_type": 1}
        normal = self.op("SimplifiedLayerNormalization", name, [hidden, scale], **rules)
        shared = [*self.lengths(), *self.rotations()]
        following = [layer.input_layernorm.weight for layer in inner.layers[1:]] + [inner.norm.weight]
        for index, layer in enumerate(inner.layers):
            base = f"/model/layers.{index}"
            attended = self.attention(index, normal, shared)
            scale = layer.post_attention_layernorm.weight
            hidden, normal = self.normalised(f"{base}/post_attention_layernorm/SkipLayerNorm", attended, hidden, scale)
            gated = self.gated_block(index, normal)
            next_name = "final_norm" if index + 1 == len(inner.layers) else "input"
            name = f"/model/layers.{index + 1}/{next_name}_layernorm/SkipLayerNorm"
            hidden, normal = self.normalised(name, gated, hidden, following[index])
        weight = self.constant("lm_head.MatMul.weight", self.model.lm_head.weight.T)
        self.op("MatMul", "/lm_head/MatMul", [normal, weight], ["logits"])

    def values(self, name: str, length: str) -> list[onnx.ValueInfoProto]:
        dims = ["batch_size", self.config.num_key_value_heads, length, self.config.head_dim]
        layers, kinds = range(self.config.num_hidden_layers), ("key", "value")
        return [helper.make_tensor_value_info(f"{name}.{n}.{kind}", FLOAT, dims) for n in layers for kind in kinds]

    def save(self, path: Path) -> None:
        self.build()
        ids = helper.make_tensor_value_info("input_ids", INT64, ["batch_size", "sequence_length"])
        mask = helper.make_tensor_value_info("attention_mask", INT64, ["batch_size", "total_sequence_length"])
        dims = ["batch_size", "sequence_length", self.config.vocab_size]
        logits = helper.make_tensor_value_info("logits", FLOAT, dims)
        graph = helper.make_graph(
            self.nodes,
            "main_graph",
            [ids, mask, *self.values("past_key_values", "past_sequence_length")],
            [logits, *self.values("present", "total_sequence_length")],
            self.initializers,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, MICROSOFT_OPSET)]
        model = helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="onnxruntime-genai"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, path)
