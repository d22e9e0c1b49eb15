import type { Attention, MapSelection } from '../../contracts/attentionRequests';
import { unstack } from '../../core/attention/attentionMap';
import { mapFor } from '../../core/attention/attentionSelection';
import type { AttentionReader } from './attentionReader';
import { matrixProduct } from './matrixProduct';
import type { AttentionWindow } from './attentionWindow';

/**
 * Reads one attention map of a window: of one head of one layer, or aggregated over several. Throws when there is no
 * such head or layer, for rollout of cross-attention, and when the graph and config.json disagree about the heads.
 */
export async function readAttentionMap(
  reader: AttentionReader,
  window: AttentionWindow,
  { layer, head }: MapSelection,
): Promise<Attention> {
  const { model, part, tokens } = window;
  const size = tokens.pieces.length;
  if (layer === 'rollout' && model.decoder && part === 'cross')
    throw new Error(
      'Rollout combines the layers of one stack, so cross-attention has none. Choose the encoder or the decoder.',
    );
  const indices = typeof layer === 'number' ? [layer] : [...Array(reader.layerCount(window)).keys()];
  const weights = await reader.read(window, indices);
  const heads = weights[0]!.length / (size * size);
  if (!model.decoder && heads !== model.spec.heads)
    throw new Error(
      `The graph of ${model.spec.label} has ${heads} heads a layer, and its config.json says ${model.spec.heads}. ` +
        'Get both again, or choose another model.',
    );
  if (typeof head === 'number' && head >= heads)
    throw new Error(`${model.spec.label} has ${heads} heads a layer, so there is no head ${head + 1}.`);
  const layers = weights.map((layerWeights) => unstack(layerWeights, heads));
  const map = await mapFor(layers, layer, head, size, matrixProduct);
  return { ...tokens, model: model.spec.id, weights: map.slice() };
}
