import type { Node } from './onnxGraph';

/** Values that a model's graph computes but does not give out, by their names in the graph. */
export interface HiddenValues {
  /** Attention weights [1, heads, size, size], first layer first. */
  readonly attention: readonly string[];
  /**
   * Keys and values of the tokens read in this pass alone [1, heads or groups, sequence, width], by the name of the
   * past input that they prolong.
   */
  readonly growth: Readonly<Record<string, string>>;
}

/** What `nodes` compute beside the graph's own outputs. */
export function hiddenValues(nodes: readonly Node[]): HiddenValues {
  return { attention: attention(nodes), growth: growth(nodes) };
}

/** What may stand between the softmax and its product with the values: dropout, a reshape where heads share values. */
const IN_BETWEEN = new Set(['Cast', 'Dropout', 'Identity', 'Mul', 'Reshape', 'Where']);

/** The outputs of Softmax nodes that are then multiplied with the values (MatMul → … → Softmax → … → MatMul). */
function attention(nodes: readonly Node[]): string[] {
  return nodes
    .filter((node) => node.kind === 'Softmax' && reachesMatMul(nodes, node.outputs[0]!))
    .map((node) => node.outputs[0]!);
}

function reachesMatMul(nodes: readonly Node[], value: string): boolean {
  return nodes
    .filter((node) => node.inputs.includes(value))
    .some((node) => node.kind === 'MatMul' || (IN_BETWEEN.has(node.kind) && reachesMatMul(nodes, node.outputs[0]!)));
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
