import type { Attention, Look } from '../../contracts/inference';
import { unstack } from '../../core/attention';
import { mapFor } from '../../core/look';
import type { LayerReader } from './layerReader';
import { matrixProduct } from './matrixProduct';
import type { AttentionWindow } from './window';

/** Where the tokens of a window look, in one head of one layer or in several put together. */
export async function attend(reader: LayerReader, window: AttentionWindow, { layer, head }: Look): Promise<Attention> {
  const { spec, attention } = window.model;
  if (typeof head === 'number' && head >= spec.heads)
    throw new Error(`${spec.label} has ${spec.heads} heads a layer, so there is no head ${head + 1}.`);
  const wanted = typeof layer === 'number' ? [layer] : Array.from(attention.keys());
  const layers = (await reader.read(window, wanted)).map((weights) => unstack(weights, spec.heads));
  const map = await mapFor(layers, layer, head, window.ids.length, matrixProduct);
  return { ...window.tokens, model: spec.id, weights: map.slice() };
}
