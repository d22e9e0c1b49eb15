import type { Attention, MapSelection } from '../../contracts/attention';
import { unstack } from '../../core/attention/attentionMap';
import { mapFor } from '../../core/attention/attentionSelection';
import type { AttentionReader } from './attentionReader';
import { matrixProduct } from './matrixProduct';
import type { AttentionWindow } from './attentionWindow';

/** Where the tokens of a window look, in one head of one layer or in several put together. */
export async function readAttentionMap(
  reader: AttentionReader,
  window: AttentionWindow,
  { layer, head }: MapSelection,
): Promise<Attention> {
  const { model, part, tokens } = window;
  const size = tokens.pieces.length;
  if (layer === 'rollout' && model.decoder && part === 'cross')
    throw new Error('Rollout goes through the layers of one stack. Choose the encoder or the decoder for it.');
  const wanted = typeof layer === 'number' ? [layer] : Array.from({ length: reader.layers(window) }, (_, each) => each);
  const weights = await reader.read(window, wanted);
  const heads = weights[0]!.length / (size * size);
  if (!model.decoder && heads !== model.spec.heads)
    throw new Error(
      `The graph of ${model.spec.label} has ${heads} heads a layer, and its config.json says ${model.spec.heads}. Get both ` +
        'again, or choose another model.',
    );
  if (typeof head === 'number' && head >= heads)
    throw new Error(`${model.spec.label} has ${heads} heads a layer, so there is no head ${head + 1}.`);
  const layers = weights.map((ofLayer) => unstack(ofLayer, heads));
  const map = await mapFor(layers, layer, head, size, matrixProduct);
  return { ...tokens, model: model.spec.id, weights: map.slice() };
}
