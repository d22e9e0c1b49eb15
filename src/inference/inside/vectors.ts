import type { Vectors, VectorsRequest } from '../../contracts/inference';
import type { InsideValues } from '../models/layerValues';
import type { LoadedModel } from '../models/loadedModel';
import type { InsideReader } from './insideReader';
import { windowFor } from './modelWindow';

/** What each of the layers asked for makes of a window's tokens. */
export async function vectors(reader: InsideReader, model: LoadedModel, request: VectorsRequest): Promise<Vectors> {
  const { ids, tokens } = windowFor(model, request);
  const values = await reader.values(model);
  const names = request.layers.map((layer) => nameOf(layer, values, model.spec.label));
  const tensors = await reader.read(model, ids, names);
  return { ...tokens, vectors: tensors.map(({ data }) => (data as Float32Array).slice()) };
}

function nameOf(layer: number, { words, layers, leaving }: InsideValues, label: string): string {
  if (layer > layers.length) throw new Error(`${label} has ${layers.length} layers, so there is no layer ${layer}.`);
  if (layer === 0) return words;
  const name = layers[layer]?.entering ?? leaving;
  if (name === undefined)
    throw new Error(`The graph of ${label} does not show what its last layer gives out. Choose an earlier layer.`);
  return name;
}
