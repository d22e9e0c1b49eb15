import type { AttentionReader } from '../../src/inference/attention/attentionReader';
import type { AttentionWindow } from '../../src/inference/attention/attentionWindow';
import { atOnce } from '../../src/inference/requestScheduler';

/** The attention weights of some layers of a window [heads, size, size]; of all by default. */
export async function layersOf(
  reader: AttentionReader,
  window: AttentionWindow,
  layers: readonly number[] = [...Array(reader.layerCount(window)).keys()],
): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for await (const weights of reader.layers(window, layers, atOnce)) all.push(weights);
  return all;
}
