import { insideNamesOf, shownWeightsOf } from '../insideValueNames';
import { FLOAT, MICROSOFT, type OnnxGraphWriter } from '../onnxGraphWriter';
import type { DecoderShape } from './decoderShape';
import type { SharedValues } from './sharedDecoderValues';

/** Names of a layer's projections [tokens, heads or groups · headWidth]. */
interface Projections {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Adds softmax(QKᵀ/√d + mask)·V (Vaswani et al. 2017) with the layer's past, and its inputs and outputs of the cache.
 * Scores of the past and of the tokens that are read are computed apart and joined, since joining keys and values
 * would copy all of them for each token. Heads of a group multiply the same keys by broadcasting, without a copy. The
 * weights are an output by a slice that is usually empty: outputs themselves, they would all stay in memory until the end
 * of each pass.
 *
 * @returns name of the heads' outputs side by side [tokens, heads · headWidth]
 */
export function addAttention(
  graph: OnnxGraphWriter,
  { groups, heads, headWidth }: DecoderShape,
  { roomAndSequence, mask, cosines, sines, headsToShow, dims }: SharedValues,
  layer: number,
  { query, key, value }: Projections,
): string {
  const names = insideNamesOf(layer);
  const base = `layers.${layer}`;
  const turn = (name: string, x: string) => {
    const byToken = graph.node('Reshape', `${name}.by_token`, [x, dims.byToken]);
    const inputs = [byToken, graph.ints(0), cosines, sines];
    return graph.node('RotaryEmbedding', `${name}.turned`, inputs, {}, MICROSOFT);
  };
  const withHeads = (name: string, x: string, to: string, perm: readonly number[]) =>
    graph.node('Transpose', name, [graph.node('Reshape', `${name}.by_token_and_head`, [x, to])], { perm });
  /** Gives keys or values the dimension of the heads that share them. */
  const shared = (name: string, x: string) => graph.node('Unsqueeze', name, [x, graph.ints(2)]);

  const q = withHeads(names.query, turn(`${base}.q`, query), dims.byTokenAndHead, [0, 2, 1, 3]);
  const k = withHeads(names.keys, turn(`${base}.k`, key), dims.byTokenAndGroup, [0, 2, 3, 1]);
  const v = withHeads(names.values, value, dims.byTokenAndGroup, [0, 2, 1, 3]);
  const [pastKeys, pastValues] = [`past_key_values.${layer}.key`, `past_key_values.${layer}.value`];
  graph.input(pastKeys, FLOAT, [1, groups, 1, headWidth, 'room']);
  graph.input(pastValues, FLOAT, [1, groups, 1, 'room', headWidth]);
  const newKeys = shared(`present.${layer}.key`, k);
  const newValues = shared(`present.${layer}.value`, v);
  graph.output(newKeys, FLOAT, ['batch', groups, 1, headWidth, 'sequence']);
  graph.output(newValues, FLOAT, ['batch', groups, 1, 'sequence', headWidth]);

  const scaled = graph.node('Mul', `${base}.q.scaled`, [q, graph.float(headWidth ** -0.5)]);
  const grouped = graph.node('Reshape', `${base}.q.grouped`, [scaled, dims.byGroup]);
  const ofPast = graph.node('MatMul', `${base}.products.past`, [grouped, pastKeys]);
  const ofNew = graph.node('MatMul', `${base}.products.new`, [grouped, newKeys]);
  const both = graph.node('Concat', `${base}.products.both`, [ofPast, ofNew], { axis: -1 });
  const products = graph.node('Reshape', names.products, [both, dims.byHead]);
  const scores = graph.node('Add', names.scores, [products, mask]);
  const weights = graph.node('Softmax', names.weights, [scores], { axis: -1 });
  const shown = [weights, graph.ints(0), headsToShow[layer]!, graph.ints(1)];
  graph.node('Slice', shownWeightsOf(layer), shown);
  graph.output(shownWeightsOf(layer), FLOAT, ['batch', 'shown', 'sequence', 'total']);

  const weightsByGroup = graph.node('Reshape', `${base}.weights.grouped`, [weights, dims.byGroup]);
  const parts = [`${base}.weights.past`, `${base}.weights.new`];
  graph.nodes('Split', parts, [weightsByGroup, roomAndSequence], { axis: -1 });
  const fromPast = graph.node('MatMul', `${base}.mixed.past`, [parts[0]!, pastValues]);
  const fromNew = graph.node('MatMul', `${base}.mixed.new`, [parts[1]!, newValues]);
  const mixed = graph.node('Add', `${base}.mixed`, [fromPast, fromNew]);
  const headOutput = graph.node('Reshape', names.headOutput, [mixed, dims.byHead]);
  const sideBySide = graph.node('Transpose', `${base}.side_by_side`, [headOutput], { perm: [0, 2, 1, 3] });
  return graph.node('Reshape', `${base}.attended_heads`, [sideBySide, graph.ints(-1, heads * headWidth)]);
}
