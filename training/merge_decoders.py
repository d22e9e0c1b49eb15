"""Two graphs of one decoder, without and with a past → one graph of Optimum's layout, decoder_model_merged.onnx.

Its only node is an `If` on the input use_cache_branch. Weights of both branches are in the main graph, each once.
"""

import onnx
from onnx import TensorProto, helper

IR_VERSION = 9
SUFFIX = "merged"


def is_shared(weight: TensorProto) -> bool:
    """Scalars and lists of integers, mostly shapes, stay in their branch, as ONNX Runtime requires."""
    is_list_of_integers = len(weight.dims) == 1 and weight.data_type in (TensorProto.INT32, TensorProto.INT64)
    return len(weight.dims) > 0 and not is_list_of_integers


def hoisted_weights(graphs: list[onnx.GraphProto]) -> list[TensorProto]:
    """Moves shareable weights out of the graphs. Weights of equal type, shape and bytes get one name."""
    found: dict[tuple, TensorProto] = {}
    uses: dict[str, int] = {}
    for graph in graphs:
        names = {}
        for weight in filter(is_shared, graph.initializer):
            content = weight.data_type, tuple(weight.dims), weight.raw_data
            if content not in found:
                # The exporter numbers names, so one name can mean different weights in the two graphs.
                use = uses[weight.name] = uses.get(weight.name, -1) + 1
                found[content] = TensorProto()
                found[content].CopyFrom(weight)
                found[content].name = f"{weight.name}_{SUFFIX}_{use}"
            names[weight.name] = found[content].name
        for node in graph.node:
            node.input[:] = [names.get(name, name) for name in node.input]
        remaining = [weight for weight in graph.initializer if not is_shared(weight)]
        del graph.initializer[:]
        graph.initializer.extend(remaining)
    return list(found.values())


def shape_of(output: onnx.ValueInfoProto) -> list[int | str]:
    return [dim.dim_param or dim.dim_value for dim in output.type.tensor_type.shape.dim]


def give_all_outputs(with_past: onnx.GraphProto, outputs: list[onnx.ValueInfoProto]) -> None:
    """Adds missing outputs to `with_past` as empty constants: both branches of an `If` must have the same outputs."""
    own = {output.name for output in with_past.output}
    for output in outputs:
        if output.name not in own:
            # The first dynamic axis has length 0, the others 1.
            names = [axis for axis in shape_of(output) if isinstance(axis, str)]
            shape = [axis if isinstance(axis, int) else int(axis != names[0]) for axis in shape_of(output)]
            value = helper.make_tensor("const_tensor", output.type.tensor_type.elem_type, shape, [])
            name = f"Constant_{len(with_past.node) + 1}"
            with_past.node.append(helper.make_node("Constant", [], [output.name], name=name, value=value))
    del with_past.output[:]
    with_past.output.extend(outputs)


def merge_decoders(first: onnx.ModelProto, with_past: onnx.ModelProto) -> onnx.ModelProto:
    """Merges two models, changing both. Has the outputs of `first` and the inputs of both, and use_cache_branch [1]."""
    no_past_branch, past_branch = first.graph, with_past.graph
    outputs = list(no_past_branch.output)
    give_all_outputs(past_branch, outputs)
    weights = hoisted_weights([no_past_branch, past_branch])
    inputs = {entry.name: entry for graph in (past_branch, no_past_branch) for entry in graph.input}
    order = dict.fromkeys(entry.name for graph in (no_past_branch, past_branch) for entry in graph.input)
    for graph, name in (no_past_branch, "no_past"), (past_branch, "with_past"):
        graph.name = name
        del graph.input[:]
        del graph.value_info[:]
    choice = helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1])
    branches = {"then_branch": past_branch, "else_branch": no_past_branch}
    names = [output.name for output in outputs]
    node = helper.make_node("If", ["use_cache_branch"], names, name="optimum::if", **branches)
    graph = helper.make_graph([node], SUFFIX, [*(inputs[name] for name in order), choice], outputs, weights)
    model = helper.make_model(
        graph, producer_name="optimum-onnx", opset_imports=first.opset_import, ir_version=IR_VERSION
    )
    onnx.checker.check_model(model)
    return model
