import type { Attention, MapSelection } from '../../contracts/attentionRequests';
import { unstack } from '../../core/attention/attentionMap';
import { mapOfHeads, mapOfLayers } from '../../core/attention/combineLayersAndHeads';
import type { Turn } from '../requestScheduler';
import type { AttentionReader } from './attentionReader';
import { matrixProduct } from './matrixProduct';
import type { SinkFinder } from './findSinks';
import type { AttentionWindow } from './attentionWindow';
import { noSuchHead } from './noSuchLayerOrHead';
import { refuseHeadsUnlikeConfig } from './refuseHeadsUnlikeConfig';
import { refuseRolloutOfCrossAttention } from './refuseRolloutOfCrossAttention';

/**
 * Reads one attention map of a window: of one head of one layer, or aggregated over several. Takes a turn for each forward
 * pass. Throws when there is no such head or layer, for rollout of cross-attention, and when the graph and config.json disagree about the heads.
 */
export async function readAttentionMap(
  reader: AttentionReader,
  sinks: SinkFinder,
  window: AttentionWindow,
  { layer, head }: MapSelection,
  turn: Turn,
): Promise<Attention> {
  const { model, tokens } = window;
  const size = tokens.pieces.length;
  refuseRolloutOfCrossAttention(window, layer);
  const indices = typeof layer === 'number' ? [layer] : [...Array(reader.layerCount(window)).keys()];
  const maps: Float32Array[] = [];
  for await (const weights of reader.layers(window, indices, turn)) {
    const heads = weights.length / (size * size);
    refuseHeadsUnlikeConfig(model, heads);
    if (typeof head === 'number' && head >= heads) throw new Error(noSuchHead(model.spec.label, heads, head + 1));
    // A copy, so that the weights of the other heads need not be kept.
    maps.push(mapOfHeads(unstack(weights, heads), layer, head).slice());
  }
  const map = await turn(() => mapOfLayers(maps, layer, size, matrixProduct));
  return {
    ...tokens,
    model: model.spec.id,
    sinks: await sinks.find(window, turn),
    isRounded: await turn(() => reader.isRounded(window)),
    weights: map,
  };
}
