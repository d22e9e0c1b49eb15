import * as native from 'onnxruntime-node';
import { FLOAT, OnnxGraphWriter } from '../models/onnxGraphWriter';
import { runOutputs } from '../models/runForOutputs';

/** What the decoder graph hides with, too. Its softmax is 0. */
const LOWEST = -3.4028234663852886e38;

/** Queries (divided by √width), keys and values of one layer. */
export interface LayerInputs {
  /** [groups, heads of a group, rows, width] */
  readonly queries: native.Tensor;
  /** [groups, 1, width, tokens] */
  readonly keys: native.Tensor;
  /** [groups, 1, tokens, width] */
  readonly values: native.Tensor;
}

/** Products and scores [heads, rows, tokens], the scores' softmax, and the values summed by it [heads, rows, width]. */
export type LayerOutput = 'products' | 'scores' | 'weights' | 'headOutput';

let opening: Promise<native.InferenceSession> | undefined;

/**
 * Computes a layer's attention again, as `gguf/decoderAttention.ts` does, from what a pass over its model has given. So one
 * pass is enough to look at any layer, and the weights of all layers need not be kept.
 *
 * @param rows indices of the tokens that the queries are of
 */
export async function layerAttention(
  { queries, keys, values }: LayerInputs,
  wanted: readonly LayerOutput[],
  rows: Int32Array,
): Promise<Record<LayerOutput, native.Tensor>> {
  opening ??= native.InferenceSession.create(attentionGraph(), { intraOpNumThreads: 1, enableCpuMemArena: false });
  const tokens = values.dims[2]!;
  const mask = new Float32Array(rows.length * tokens);
  rows.forEach((row, index) => mask.fill(LOWEST, index * tokens + row + 1, (index + 1) * tokens));
  const feeds = { queries, keys, values, mask: new native.Tensor('float32', mask, [rows.length, tokens]) };
  return (await runOutputs(await opening, feeds, wanted)) as Record<LayerOutput, native.Tensor>;
}

function attentionGraph(): Uint8Array {
  const graph = new OnnxGraphWriter('attention of a layer');
  graph.input('queries', FLOAT, ['groups', 'heads', 'rows', 'width']);
  graph.input('keys', FLOAT, ['groups', 1, 'width', 'tokens']);
  graph.input('values', FLOAT, ['groups', 1, 'tokens', 'width']);
  graph.input('mask', FLOAT, ['rows', 'tokens']);
  const products = graph.node('MatMul', 'products', ['queries', 'keys']);
  const scores = graph.node('Add', 'scores', [products, 'mask']);
  const weights = graph.node('Softmax', 'weights', [scores], { axis: -1 });
  graph.node('MatMul', 'headOutput', [weights, 'values']);
  for (const name of ['products', 'scores', 'weights'])
    graph.output(name, FLOAT, ['groups', 'heads', 'rows', 'tokens']);
  graph.output('headOutput', FLOAT, ['groups', 'heads', 'rows', 'width']);
  return graph.finish();
}
