import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

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

/** One operation of an ONNX graph and the names of the values that it takes and makes. */
export interface Node {
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Nodes of the graphs that it runs one of, by attribute: then_branch and else_branch of an If. */
  readonly branches: Readonly<Record<string, readonly Node[]>>;
}

/** A node that has neither attributes nor a domain. */
export type PlainNode = Pick<Node, 'kind' | 'inputs' | 'outputs'>;

/** Values of an If's branches, to be given out under one name; by attribute, as in `branches`. */
export interface BranchedValue {
  readonly name: string;
  readonly inBranch: Readonly<Record<string, string>>;
}

/** Reads the node list only; the weights are stepped over. Throws when `model` is no protobuf message. */
export function readNodes(model: Uint8Array): Node[] {
  const nodes: Node[] = [];
  eachField(model, (field, graph) => {
    if (field === MODEL_GRAPH) nodes.push(...nodesOf(graph));
  });
  return nodes;
}

/** Files in which a model keeps tensors, as it names them: relative to its own, if it means well. */
export function filesOutside(model: Uint8Array): Set<string> {
  const files = new Set<string>();
  const inTensor = (tensor: Uint8Array) =>
    eachField(tensor, (field, entry) => {
      if (field === TENSOR_EXTERNAL_DATA && textIn(entry, ENTRY_KEY) === 'location') files.add(textIn(entry, ENTRY_VALUE));
    });
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
 * The model with the values `names` among its outputs. Protobuf merges a singular message that occurs twice, so a
 * second `graph` that holds nothing but outputs is appended, and nothing of the model is rewritten.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  return joined([model, field(MODEL_GRAPH, outputs(names))]);
}

/** The model that gives out the values `names` and nothing else, without the nodes that these do not need. */
export function withOnlyOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const needed = new Set(names);
  const isNeeded = ({ outputs }: Node) => outputs.some((output) => needed.has(output));
  // Each node stands behind those that make what it takes.
  for (const node of readNodes(model).toReversed()) {
    if (isNeeded(node)) takenBy(node).forEach((value) => needed.add(value));
  }
  const without = replaced(model, MODEL_GRAPH, (graph) => {
    const pruned = replaced(graph, GRAPH_NODE, (node) => (isNeeded(readNode(node)) ? undefined : []));
    return [replaced(pruned, GRAPH_OUTPUT, () => [])];
  });
  return withOutputs(without, names);
}

/** What a node takes, in its branches as well; an input that is left out has an empty name. */
function takenBy({ inputs, branches }: Node): string[] {
  const own = inputs.filter((input) => input !== '');
  return [...own, ...Object.values(branches).flat().flatMap(takenBy)];
}

/** The model with other nodes in the place of those that make the values that `instead` names. */
export function withNodes(model: Uint8Array, instead: ReadonlyMap<string, readonly PlainNode[]>): Uint8Array {
  return replaced(model, MODEL_GRAPH, (graph) => [
    replaced(graph, GRAPH_NODE, (node) => instead.get(readNode(node).outputs[0]!)?.map(writeNode)),
  ]);
}

/**
 * The model in which the If node that makes `ofOutput` gives out `values` of its branches too, and the model does.
 * The node is written anew with its two graphs, each longer by its outputs; the weights are copied as they are.
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
    // A second `g` is merged with the first, as a second `graph` is.
    return inBranch.length === 0 ? undefined : [joined([attribute, field(ATTRIBUTE_GRAPH, outputs(inBranch))])];
  });
  const made = values.map(({ name }) => textField(NODE_OUTPUT, name));
  return joined([branched, ...made]);
}

function nodesOf(graph: Uint8Array): Node[] {
  const nodes: Node[] = [];
  eachField(graph, (field, bytes) => {
    if (field === GRAPH_NODE) nodes.push(readNode(bytes));
  });
  return nodes;
}

function readNode(bytes: Uint8Array): Node {
  const text = new TextDecoder();
  const inputs: string[] = [];
  const outputs: string[] = [];
  const branches: Record<string, Node[]> = {};
  let kind = '';
  eachField(bytes, (field, value) => {
    if (field === NODE_INPUT) inputs.push(text.decode(value));
    else if (field === NODE_OUTPUT) outputs.push(text.decode(value));
    else if (field === NODE_OP_TYPE) kind = text.decode(value);
    else if (field === NODE_ATTRIBUTE) {
      eachField(value, (inner, graph) => {
        if (inner === ATTRIBUTE_GRAPH) branches[textIn(value, ATTRIBUTE_NAME)] = nodesOf(graph);
      });
    }
  });
  return { kind, inputs, outputs, branches };
}

function writeNode({ kind, inputs, outputs }: PlainNode): Uint8Array {
  return joined([
    ...inputs.map((name) => textField(NODE_INPUT, name)),
    ...outputs.map((name) => textField(NODE_OUTPUT, name)),
    textField(NODE_OP_TYPE, kind),
  ]);
}

function textIn(message: Uint8Array, wanted: number): string {
  let found = '';
  eachField(message, (field, bytes) => {
    if (field === wanted) found = new TextDecoder().decode(bytes);
  });
  return found;
}

/** A graph's fields that make each of `names` an output; types are inferred. */
function outputs(names: readonly string[]): Uint8Array {
  return joined(names.map((name) => field(GRAPH_OUTPUT, textField(VALUE_NAME, name))));
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish();
}

function textField(number: number, text: string): Uint8Array {
  return field(number, new TextEncoder().encode(text));
}

/** The message with others in the place of those fields of one number for which `replace` gives any, or an empty list. */
function replaced(
  message: Uint8Array,
  number: number,
  replace: (bytes: Uint8Array) => readonly Uint8Array[] | undefined,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let copied = 0;
  eachField(message, (found, bytes, from, to) => {
    const instead = found === number ? replace(bytes) : undefined;
    if (!instead) return;
    parts.push(message.subarray(copied, from), ...instead.map((other) => field(number, other)));
    copied = to;
  });
  return joined([...parts, message.subarray(copied)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    whole.set(part, length);
    length += part.length;
  }
  return whole;
}

/** Calls `visit` for each length-delimited field of a message, without copying its bytes; it stands in [from, to). */
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
