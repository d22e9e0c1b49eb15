import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { concatenate } from '../../core/concatenate';

/** Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_OUTPUT = 12;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_OP_TYPE = 4;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_NAME = 1;
const ATTRIBUTE_TENSOR = 5;
const ATTRIBUTE_GRAPH = 6;
const ATTRIBUTE_TENSORS = 10;
const ATTRIBUTE_GRAPHS = 11;
const TENSOR_EXTERNAL_DATA = 13;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;
const VALUE_NAME = 1;

/** One operation of an ONNX graph and the names of its input and output values. */
export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Nodes of each of an If's graphs, by attribute: then_branch and else_branch. */
  readonly branches: Readonly<Record<string, readonly GraphNode[]>>;
}

/** A node without attributes and domain. */
export type PlainNode = Pick<GraphNode, 'opType' | 'inputs' | 'outputs'>;

/** One value of each of an If's branches, to be output under one name. */
export interface BranchedValue {
  readonly name: string;
  /** Name of the value in each branch, by attribute as in `branches`. */
  readonly inBranch: Readonly<Record<string, string>>;
}

/** Reads the nodes and skips the weights. Throws when `model` is not a protobuf message. */
export function readNodes(model: Uint8Array): GraphNode[] {
  const nodes: GraphNode[] = [];
  eachField(model, (field, graph) => {
    if (field === MODEL_GRAPH) nodes.push(...nodesOf(graph));
  });
  return nodes;
}

/**
 * Files with external tensors, as the model names them (relative to its own folder unless it is malicious), and how many
 * bytes each needs to have.
 */
export function externalFiles(model: Uint8Array): Map<string, number> {
  const files = new Map<string, number>();
  const inTensor = (tensor: Uint8Array) => {
    const entries = new Map<string, string>();
    eachField(tensor, (field, entry) => {
      if (field === TENSOR_EXTERNAL_DATA) entries.set(textIn(entry, ENTRY_KEY), textIn(entry, ENTRY_VALUE));
    });
    const file = entries.get('location');
    const end = Number(entries.get('offset') ?? 0) + Number(entries.get('length') ?? 0);
    if (file !== undefined) files.set(file, Math.max(files.get(file) ?? 0, end));
  };
  const inGraph = (graph: Uint8Array): void =>
    eachField(graph, (field, bytes) => {
      if (field === GRAPH_INITIALIZER) inTensor(bytes);
      else if (field === GRAPH_NODE) eachField(bytes, (inner, value) => inner === NODE_ATTRIBUTE && inAttribute(value));
    });
  const inAttribute = (attribute: Uint8Array) =>
    eachField(attribute, (field, value) => {
      if (field === ATTRIBUTE_TENSOR || field === ATTRIBUTE_TENSORS) inTensor(value);
      else if (field === ATTRIBUTE_GRAPH || field === ATTRIBUTE_GRAPHS) inGraph(value);
    });
  eachField(model, (field, graph) => field === MODEL_GRAPH && inGraph(graph));
  return files;
}

/**
 * Adds the values `names` to the model's outputs. Protobuf merges a singular message that occurs twice, so a second
 * `graph` with outputs only is appended, and the model's own bytes stay as they are.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  return joined([model, field(MODEL_GRAPH, outputs(names))]);
}

/** Makes `names` the model's only outputs and removes the nodes that they do not need. */
export function withOnlyOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const needed = new Set(names);
  const isNeeded = ({ outputs }: GraphNode) => outputs.some((output) => needed.has(output));
  // Nodes are in topological order.
  for (const node of readNodes(model).toReversed()) {
    if (isNeeded(node)) inputsOf(node).forEach((value) => needed.add(value));
  }
  const pruned = replaced(model, MODEL_GRAPH, (graph) => {
    const needed = replaced(graph, GRAPH_NODE, (node) => (isNeeded(readNode(node)) ? undefined : []));
    return [replaced(needed, GRAPH_OUTPUT, () => [])];
  });
  return withOutputs(pruned, names);
}

/** Inputs of a node and of its branches. An omitted optional input has an empty name. */
function inputsOf({ inputs, branches }: GraphNode): string[] {
  const own = inputs.filter((input) => input !== '');
  return [...own, ...Object.values(branches).flat().flatMap(inputsOf)];
}

/** Replaces the node that produces each of the values that `replacements` names. */
export function withNodes(model: Uint8Array, replacements: ReadonlyMap<string, readonly PlainNode[]>): Uint8Array {
  return replaced(model, MODEL_GRAPH, (graph) => [
    replaced(graph, GRAPH_NODE, (node) => replacements.get(readNode(node).outputs[0]!)?.map(writeNode)),
  ]);
}

/**
 * Adds `values` from the branches of the If that produces `ofOutput` to that node's outputs and to the model's. The
 * node is rewritten with outputs added to its two graphs; the weights are copied unchanged.
 */
export function withBranchOutputs(model: Uint8Array, ofOutput: string, values: readonly BranchedValue[]): Uint8Array {
  const names = values.map(({ name }) => name);
  const branched = replaced(model, MODEL_GRAPH, (graph) => [
    replaced(graph, GRAPH_NODE, (node) =>
      readNode(node).outputs.includes(ofOutput) ? [withBranches(node, values)] : undefined,
    ),
  ]);
  return withOutputs(branched, names);
}

function withBranches(node: Uint8Array, values: readonly BranchedValue[]): Uint8Array {
  const branched = replaced(node, NODE_ATTRIBUTE, (attribute) => {
    const name = textIn(attribute, ATTRIBUTE_NAME);
    const inBranch = values.flatMap((value) => value.inBranch[name] ?? []);
    // Protobuf merges a second `g` with the first, like a second `graph`.
    return inBranch.length === 0 ? undefined : [joined([attribute, field(ATTRIBUTE_GRAPH, outputs(inBranch))])];
  });
  const outputNames = values.map(({ name }) => textField(NODE_OUTPUT, name));
  return joined([branched, ...outputNames]);
}

function nodesOf(graph: Uint8Array): GraphNode[] {
  const nodes: GraphNode[] = [];
  eachField(graph, (field, bytes) => {
    if (field === GRAPH_NODE) nodes.push(readNode(bytes));
  });
  return nodes;
}

function readNode(bytes: Uint8Array): GraphNode {
  const text = new TextDecoder();
  const inputs: string[] = [];
  const outputs: string[] = [];
  const branches: Record<string, GraphNode[]> = {};
  let opType = '';
  eachField(bytes, (field, value) => {
    if (field === NODE_INPUT) inputs.push(text.decode(value));
    else if (field === NODE_OUTPUT) outputs.push(text.decode(value));
    else if (field === NODE_OP_TYPE) opType = text.decode(value);
    else if (field === NODE_ATTRIBUTE) {
      eachField(value, (inner, graph) => {
        if (inner === ATTRIBUTE_GRAPH) branches[textIn(value, ATTRIBUTE_NAME)] = nodesOf(graph);
      });
    }
  });
  return { opType, inputs, outputs, branches };
}

function writeNode({ opType, inputs, outputs }: PlainNode): Uint8Array {
  return joined([
    ...inputs.map((name) => textField(NODE_INPUT, name)),
    ...outputs.map((name) => textField(NODE_OUTPUT, name)),
    textField(NODE_OP_TYPE, opType),
  ]);
}

/** The text of a message's field; empty when it has none. */
function textIn(message: Uint8Array, number: number): string {
  let text = '';
  eachField(message, (field, bytes) => {
    if (field === number) text = new TextDecoder().decode(bytes);
  });
  return text;
}

/** Fields of a graph that make each of `names` an output. ONNX Runtime infers their types. */
function outputs(names: readonly string[]): Uint8Array {
  return joined(names.map((name) => field(GRAPH_OUTPUT, textField(VALUE_NAME, name))));
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish();
}

function textField(number: number, text: string): Uint8Array {
  return field(number, new TextEncoder().encode(text));
}

/**
 * Replaces fields of a message.
 *
 * @param number of the fields to replace
 * @param replace new contents of a field: none to remove it, undefined to leave it as it is
 */
function replaced(
  message: Uint8Array,
  number: number,
  replace: (bytes: Uint8Array) => readonly Uint8Array[] | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let copied = 0;
  eachField(message, (fieldNumber, bytes, from, to) => {
    const replacements = fieldNumber === number ? replace(bytes) : undefined;
    if (!replacements) return;
    parts.push(message.subarray(copied, from), ...replacements.map((contents) => field(number, contents)));
    copied = to;
  });
  return joined([...parts, message.subarray(copied)]);
}

/** Joins messages, some of which may be Buffers, into a Uint8Array. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return concatenate([new Uint8Array(0), ...parts]);
}

/** Calls `visit` for each length-delimited field of a message, at [from, to), without copying its bytes. */
function eachField(
  message: Uint8Array,
  visit: (field: number, bytes: Uint8Array, from: number, to: number) => unknown,
): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) visit(field, reader.bytes(), from, reader.pos);
    else reader.skip(wireType, field);
  }
}
