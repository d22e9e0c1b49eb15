import type { LoadedModel } from '../models/loadedModel';
import type { AttentionWindow } from './attentionWindow';
import { attentionHidden } from './whyAttentionIsHidden';

/** Names of the values that hold each layer's attention weights. Throws when the graph does not expose them. */
export function layerNames(model: LoadedModel, part: AttentionWindow['part']): string[] {
  const graph = model.decoder && part !== 'encoder' ? model.decoder : model;
  if (graph.attention.length === 0) throw new Error(attentionHidden(graph, model.spec.label));
  if (graph === model) return [...model.attention];
  // Self- and cross-attention alternate in a decoder's graph, since each layer's cross-attention needs its
  // self-attention.
  return graph.attention.filter((_, index) => index % 2 === (part === 'cross' ? 1 : 0));
}
