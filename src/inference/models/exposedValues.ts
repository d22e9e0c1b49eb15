import type { BranchedValue, Node } from './onnxGraph';

/** Values that a model's graph computes but does not give out, by their names in the graph. */
export interface ExposedValues {
  /** Attention weights [1, heads, rows, columns], in the order in which they are computed. */
  readonly attention: readonly string[];
  /** Those of `attention` that are computed in the branches of an If, as decoders with and without a past merged are. */
  readonly branched: { readonly ofOutput: string; readonly values: readonly BranchedValue[] } | undefined;
  /**
   * Keys and values of the tokens read in this pass alone [1, heads or groups, sequence, width], by the name of the
   * past input that they prolong.
   */
  readonly growth: Readonly<Record<string, string>>;
  /** The operation that computes attention without giving its weights, if any, by its name in ONNX Runtime. */
  readonly fused: string | undefined;
}

/** What `nodes` compute beside the graph's own outputs. */
export function exposedValues(nodes: readonly Node[]): ExposedValues {
  const branched = attentionInBranches(nodes);
  const inBranches = branched?.values.map(({ name }) => name) ?? [];
  return {
    attention: [...attention(nodes), ...inBranches],
    branched,
    growth: growth(nodes),
    fused: withBranches(nodes).find(({ kind }) => FUSED.has(kind))?.kind,
  };
}

/** Operations of ONNX Runtime and ONNX that hold all of attention (softmax(QKᵀ/√d)V) in themselves. */
const FUSED = new Set([
  'Attention',
  'DecoderMaskedMultiHeadAttention',
  'DecoderMaskedSelfAttention',
  'GroupQueryAttention',
  'LinearAttention',
  'LongformerAttention',
  'MultiHeadAttention',
  'PackedAttention',
  'PackedMultiHeadAttention',
  'PagedAttention',
  'QAttention',
  'QOrderedAttention',
  'SparseAttention',
]);

/** What may stand between the softmax and its product with the values: dropout, a reshape where heads share values. */
const IN_BETWEEN = new Set(['Cast', 'Dropout', 'DynamicQuantizeLinear', 'Identity', 'Mul', 'Reshape', 'Where']);
const PRODUCTS = new Set(['MatMul', 'MatMulInteger']);

/** The outputs of Softmax nodes that are then multiplied with the values (MatMul → … → Softmax → … → MatMul). */
function attention(nodes: readonly Node[]): string[] {
  return nodes
    .filter((node) => node.kind === 'Softmax' && reachesProduct(nodes, node.outputs[0]!))
    .map((node) => node.outputs[0]!);
}

function reachesProduct(nodes: readonly Node[], value: string): boolean {
  return nodes
    .filter((node) => node.inputs.includes(value))
    .some((node) => PRODUCTS.has(node.kind) || (IN_BETWEEN.has(node.kind) && reachesProduct(nodes, node.outputs[0]!)));
}

/** The same of an If both branches of which compute as many. */
function attentionInBranches(nodes: readonly Node[]): ExposedValues['branched'] {
  for (const { kind, outputs, branches } of nodes) {
    if (kind !== 'If') continue;
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

function withBranches(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...Object.values(node.branches).flatMap(withBranches)]);
}

/** What Concat nodes put behind a past. */
function growth(nodes: readonly Node[]): Record<string, string> {
  const grown: Record<string, string> = {};
  for (const { kind, inputs } of nodes) {
    const [past, added] = inputs;
    if (kind === 'Concat' && inputs.length === 2 && past!.startsWith('past_key_values.')) grown[past!] = added!;
  }
  return grown;
}
