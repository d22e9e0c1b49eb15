import type { HeadSurvey } from '../../contracts/attentionRequests';
import { unstack } from '../../core/attention/attentionMap';
import { otherOccurrences, summaryOf, type HeadSummary } from '../../core/attention/headSummary';
import { thumbnailOf, thumbnailSide } from '../../core/attention/shrinkMapToThumbnail';
import { concatenate } from '../../core/concatenate';
import type { Turn } from '../requestScheduler';
import type { AttentionReader } from './attentionReader';
import type { SinkFinder } from './findSinks';
import type { AttentionWindow } from './attentionWindow';

/**
 * Summarizes the map of every head of every layer over a window, with a thumbnail of each.
 *
 * @param turn runs each pass and then each layer, so that requests of higher priority wait for one of these at most
 */
export async function surveyHeads(
  reader: AttentionReader,
  sinks: SinkFinder,
  window: AttentionWindow,
  turn: Turn,
): Promise<HeadSurvey> {
  const { model, tokens } = window;
  const indices = [...Array(reader.layerCount(window)).keys()];
  const size = tokens.pieces.length;
  const side = thumbnailSide(size);
  const context = { sinks: await sinks.find(window, turn), sameToken: otherOccurrences(idsOf(window)) };
  const thumbnails: Uint8Array[] = [];
  const summaries: HeadSummary[] = [];
  for await (const layer of reader.layers(window, indices, turn)) {
    await turn(async () => {
      for (const weights of unstack(layer, layer.length / (size * size))) {
        const map = { size, weights };
        thumbnails.push(thumbnailOf(map));
        summaries.push(summaryOf(map, context));
      }
    });
  }
  return {
    model: model.spec.id,
    layers: indices.length,
    heads: summaries.length / indices.length,
    side,
    thumbnails: concatenate(thumbnails as [Uint8Array, ...Uint8Array[]]),
    summaries,
  };
}

/** Ids of the tokens of the window's maps. */
function idsOf({ part, ids, generated }: AttentionWindow): Int32Array {
  if (generated.length === 0 || part === 'encoder') return ids;
  return part === 'decoder' ? generated : concatenate([ids, generated]);
}
