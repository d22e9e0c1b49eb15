import { FUSED_ATTENTION } from './fusedAttentionOperations';
import { namedInsideValues } from './insideValueNames';
import type { BranchedValue, GraphNode } from './onnxProtobuf';

/** Values that a model's graph computes but does not output, by their names in the graph. */
export interface ExposedValues {
  /** Attention weights [1, heads, rows, columns], in the order in which they are computed. */
  readonly attention: readonly string[];
  /**
   * Whether the graph is one of ours, which outputs queries, keys, values and hidden states by itself; the attention weights
   * are not outputs then, but computed again from these.
   */
  readonly outputsInside: boolean;
  /** The part of `attention` that the branches of an If compute, as in merged decoders with and without a past. */
  readonly branched: { readonly ofOutput: string; readonly values: readonly BranchedValue[] } | undefined;
  /**
   * Keys and values of the tokens read in this pass alone [1, heads or groups, sequence, width], by the name of the
   * past input that they extend.
   */
  readonly newKeyValues: Readonly<Record<string, string>>;
  /** ONNX Runtime's name of the operation that computes attention without its weights as a value, if there is one. */
  readonly fused: string | undefined;
  /** Whether products round their activations to int8 with one scale for a whole tensor ("dynamic int8"). */
  readonly roundsActivations: boolean;
}

/** What a graph exposes of which nothing is known. */
export const NOTHING_EXPOSED: ExposedValues = {
  attention: [],
  outputsInside: false,
  branched: undefined,
  newKeyValues: {},
  fused: undefined,
  roundsActivations: false,
};

/** Finds attention weights and new keys and values among the values that `nodes` compute. */
export function exposedValues(nodes: readonly GraphNode[]): ExposedValues {
  const ours = namedInsideValues(nodes)?.layers.map(({ weights }) => weights);
  if (ours) return { ...NOTHING_EXPOSED, attention: ours, outputsInside: true };
  const branched = branchedAttention(nodes);
  const inBranches = branched?.values.map(({ name }) => name) ?? [];
  return {
    attention: [...attention(nodes), ...inBranches],
    outputsInside: false,
    branched,
    newKeyValues: newKeyValues(nodes),
    fused: withBranches(nodes).find(({ opType }) => FUSED_ATTENTION.has(opType))?.opType,
    roundsActivations: withBranches(nodes).some(({ opType }) => opType === 'DynamicQuantizeLinear'),
  };
}

/** Operations between the softmax and its product with the values: dropout, a reshape where heads share values. */
const IN_BETWEEN = new Set(['Cast', 'Dropout', 'DynamicQuantizeLinear', 'Identity', 'Mul', 'Reshape', 'Where']);
const PRODUCTS = new Set(['MatMul', 'MatMulInteger']);

/** Outputs of the Softmax nodes that are then multiplied with the values (MatMul → … → Softmax → … → MatMul). */
function attention(nodes: readonly GraphNode[]): string[] {
  return nodes
    .filter((node) => node.opType === 'Softmax' && reachesProduct(nodes, node.outputs[0]!))
    .map((node) => node.outputs[0]!);
}

function reachesProduct(nodes: readonly GraphNode[], value: string): boolean {
  return nodes
    .filter((node) => node.inputs.includes(value))
    .some(
      (node) => PRODUCTS.has(node.opType) || (IN_BETWEEN.has(node.opType) && reachesProduct(nodes, node.outputs[0]!)),
    );
}

/** Attention outputs of an If when both branches have equally many. */
function branchedAttention(nodes: readonly GraphNode[]): ExposedValues['branched'] {
  for (const { opType, outputs, branches } of nodes) {
    if (opType !== 'If') continue;
    const names = Object.keys(branches);
    const inBranches = names.map((name) => attention(branches[name]!));
    const [first, second] = inBranches;
    if (!first || !second || first.length === 0 || first.length !== second.length) continue;
    const values = first.map((_, index) => ({
      name: `left_context.attention.${index}`,
      inBranch: Object.fromEntries(names.map((name, branch) => [name, inBranches[branch]![index]!])),
    }));
    return { ofOutput: outputs[0]!, values };
  }
  return undefined;
}

/** The nodes and, recursively, the nodes of their branches. */
function withBranches(nodes: readonly GraphNode[]): GraphNode[] {
  return nodes.flatMap((node) => [node, ...Object.values(node.branches).flatMap(withBranches)]);
}

/** The values that Concat nodes append to a past. */
function newKeyValues(nodes: readonly GraphNode[]): Record<string, string> {
  const byPast: Record<string, string> = {};
  for (const { opType, inputs } of nodes) {
    const [past, added] = inputs;
    if (opType === 'Concat' && inputs.length === 2 && past!.startsWith('past_key_values.')) byPast[past!] = added!;
  }
  return byPast;
}
