import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_OUTPUT = 12;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_OP_TYPE = 4;
const VALUE_NAME = 1;

/** One operation of an ONNX graph and the names of the values that it takes and makes. */
export interface Node {
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Reads the node list only; the weights are stepped over. Throws when `model` is no protobuf message. */
export function readNodes(model: Uint8Array): Node[] {
  const nodes: Node[] = [];
  eachField(model, (modelField, graph) => {
    if (modelField !== MODEL_GRAPH) return;
    eachField(graph, (graphField, bytes) => {
      if (graphField === GRAPH_NODE) nodes.push(readNode(bytes));
    });
  });
  return nodes;
}

/**
 * The model with the values `names` among its outputs. Protobuf merges a singular message that occurs twice, so a
 * second `graph` that holds nothing but outputs is appended, and nothing of the model is rewritten.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const outputs = new BinaryWriter();
  for (const name of names) {
    outputs.tag(GRAPH_OUTPUT, WireType.LengthDelimited).fork();
    outputs.tag(VALUE_NAME, WireType.LengthDelimited).string(name);
    outputs.join();
  }
  const graph = new BinaryWriter().tag(MODEL_GRAPH, WireType.LengthDelimited).bytes(outputs.finish()).finish();
  const exposed = new Uint8Array(model.length + graph.length);
  exposed.set(model);
  exposed.set(graph, model.length);
  return exposed;
}

function readNode(bytes: Uint8Array): Node {
  const text = new TextDecoder();
  const inputs: string[] = [];
  const outputs: string[] = [];
  let kind = '';
  eachField(bytes, (field, value) => {
    if (field === NODE_INPUT) inputs.push(text.decode(value));
    else if (field === NODE_OUTPUT) outputs.push(text.decode(value));
    else if (field === NODE_OP_TYPE) kind = text.decode(value);
  });
  return { kind, inputs, outputs };
}

/** Calls `visit` for each length-delimited field of a message, without copying its bytes. */
function eachField(message: Uint8Array, visit: (field: number, bytes: Uint8Array) => void): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) visit(field, reader.bytes());
    else reader.skip(wireType, field);
  }
}
