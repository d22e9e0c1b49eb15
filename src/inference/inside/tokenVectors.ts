import type { TokenVectors, TokenVectorsRequest } from '../../contracts/insideRequests';
import { noSuchLayer } from '../attention/noSuchLayerOrHead';
import type { InsideValues } from '../models/findQueriesKeysAndValues';
import type { LoadedModel } from '../models/loadedModel';
import type { Turn } from '../requestScheduler';
import type { InsideReader } from './insideReader';
import { insideWindow } from './insideWindow';

/** Reads the hidden states of a window's tokens. Throws when a layer does not exist or the graph does not expose it. */
export async function tokenVectors(
  reader: InsideReader,
  model: LoadedModel,
  request: TokenVectorsRequest,
  turn: Turn,
): Promise<TokenVectors> {
  const { ids, tokens } = insideWindow(model, request);
  const values = await reader.values(model, turn);
  const names = request.layers.map((layer) => hiddenStateOf(layer, values, model.spec.label));
  const tensors = await reader.read(model, ids, names, turn);
  return { ...tokens, vectors: tensors.map(({ data }) => (data as Float32Array).slice()) };
}

/** Name of the value that holds a layer's output; of the embeddings for layer 0. */
function hiddenStateOf(layer: number, { embeddings, layers, output }: InsideValues, label: string): string {
  if (layer > layers.length) throw new Error(noSuchLayer(label, layers.length, layer));
  if (layer === 0) return embeddings;
  const name = layers[layer]?.input ?? output;
  if (name === undefined)
    throw new Error(`The graph of ${label} does not expose the output of its last layer. Choose an earlier layer.`);
  return name;
}
