import type { Attention, MapSelection } from '../../contracts/attentionRequests';
import { unstack } from '../../core/attention/attentionMap';
import { mapFor } from '../../core/attention/combineLayersAndHeads';
import type { AttentionReader } from './attentionReader';
import { matrixProduct } from './matrixProduct';
import type { AttentionWindow } from './attentionWindow';
import { noSuchHead } from './noSuchLayerOrHead';
import { refuseHeadsUnlikeConfig } from './refuseHeadsUnlikeConfig';
import { refuseRolloutOfCrossAttention } from './refuseRolloutOfCrossAttention';

/**
 * Reads one attention map of a window: of one head of one layer, or aggregated over several. Throws when there is no
 * such head or layer, for rollout of cross-attention, and when the graph and config.json disagree about the heads.
 */
export async function readAttentionMap(
  reader: AttentionReader,
  window: AttentionWindow,
  { layer, head }: MapSelection,
): Promise<Attention> {
  const { model, tokens } = window;
  const size = tokens.pieces.length;
  refuseRolloutOfCrossAttention(window, layer);
  const indices = typeof layer === 'number' ? [layer] : [...Array(reader.layerCount(window)).keys()];
  const weights = await reader.read(window, indices);
  const heads = weights[0]!.length / (size * size);
  refuseHeadsUnlikeConfig(model, heads);
  if (typeof head === 'number' && head >= heads) throw new Error(noSuchHead(model.spec.label, heads, head + 1));
  const layers = weights.map((layerWeights) => unstack(layerWeights, heads));
  const map = await mapFor(layers, layer, head, size, matrixProduct);
  return { ...tokens, model: model.spec.id, weights: map.slice() };
}
