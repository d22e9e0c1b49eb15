import { insideNamesOf } from '../insideValueNames';
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
 * would copy all of them for each token. Values have five dimensions, of which the second are the groups and the third a
 * group's heads (one for keys and values): so heads multiply the keys of their group by broadcasting, without a copy.
 * Queries are an output, from which attention weights can be computed again; the weights themselves would all stay in memory
 * until the end of each pass.
 *
 * @returns name of the heads' outputs side by side [tokens, heads · headWidth]
 */
export function addAttention(
  graph: OnnxGraphWriter,
  { groups, heads, headWidth }: DecoderShape,
  { roomAndSequence, mask, turns, dims }: SharedValues,
  layer: number,
  { query, key, value }: Projections,
): string {
  const names = insideNamesOf(layer);
  const base = `layers.${layer}`;
  const turn = (name: string, x: string, [cosines, sines]: readonly [string, string]) => {
    const byToken = graph.node('Reshape', `${name}.by_token`, [x, dims.byToken]);
    return graph.node('RotaryEmbedding', `${name}.turned`, [byToken, graph.ints(0), cosines, sines], {}, MICROSOFT);
  };
  const byHead = (name: string, x: string, to: string, perm: readonly number[]) =>
    graph.node('Transpose', name, [graph.node('Reshape', `${name}.by_token`, [x, to])], { perm });

  const q = byHead(names.query, turn(`${base}.q`, query, turns.scaled), dims.byTokenAndHead, TOKENS_FOURTH);
  const k = byHead(names.keys, turn(`${base}.k`, key, turns.plain), dims.byTokenAndGroup, TOKENS_LAST);
  const v = byHead(names.values, value, dims.byTokenAndGroup, TOKENS_FOURTH);
  const [pastKeys, pastValues] = [`past_key_values.${layer}.key`, `past_key_values.${layer}.value`];
  graph.input(pastKeys, FLOAT, [1, groups, 1, headWidth, 'room']);
  graph.input(pastValues, FLOAT, [1, groups, 1, 'room', headWidth]);
  graph.output(q, FLOAT, ['batch', groups, heads / groups, 'sequence', headWidth]);
  graph.output(k, FLOAT, ['batch', groups, 1, headWidth, 'sequence']);
  graph.output(v, FLOAT, ['batch', groups, 1, 'sequence', headWidth]);

  const ofPast = graph.node('MatMul', `${base}.products.past`, [q, pastKeys]);
  const ofNew = graph.node('MatMul', `${base}.products.new`, [q, k]);
  const products = graph.node('Concat', names.products, [ofPast, ofNew], { axis: -1 });
  const scores = graph.node('Add', names.scores, [products, mask]);
  const weights = graph.node('Softmax', names.weights, [scores], { axis: -1 });

  const parts = [`${base}.weights.past`, `${base}.weights.new`];
  graph.nodes('Split', parts, [weights, roomAndSequence], { axis: -1 });
  const fromPast = graph.node('MatMul', `${base}.mixed.past`, [parts[0]!, pastValues]);
  const fromNew = graph.node('MatMul', `${base}.mixed.new`, [parts[1]!, v]);
  const mixed = graph.node('Add', names.headOutput, [fromPast, fromNew]);
  const sideBySide = graph.node('Transpose', `${base}.side_by_side`, [mixed], { perm: TOKENS_SECOND });
  return graph.node('Reshape', `${base}.attended_heads`, [sideBySide, graph.ints(-1, heads * headWidth)]);
}

/** [batch, tokens, groups, heads, width] to [batch, groups, heads, tokens, width] … */
const TOKENS_FOURTH = [0, 2, 3, 1, 4];
/** … to [batch, groups, heads, width, tokens] … */
const TOKENS_LAST = [0, 2, 3, 4, 1];
/** … and from [batch, groups, heads, tokens, width] back. */
const TOKENS_SECOND = [0, 3, 1, 2, 4];
