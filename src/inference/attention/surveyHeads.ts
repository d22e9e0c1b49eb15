import type { HeadSurvey } from '../../contracts/attention';
import { unstack } from '../../core/attention/attentionMap';
import { sinksOf } from '../../core/attention/attentionSinks';
import { samePlaces, summaryOf, thumbnailOf, thumbnailSide, type HeadSummary } from '../../core/attention/headSummary';
import type { Turn } from '../scheduler';
import type { AttentionReader } from './attentionReader';
import type { AttentionWindow } from './attentionWindow';

const SIDE = 64;

/**
 * What each head of each layer does in a window: its summary and its map as a small picture.
 *
 * @param turn taken for the pass, and then once a layer, so that the writer waits for no more than one of these
 */
export async function surveyHeads(reader: AttentionReader, window: AttentionWindow, turn: Turn): Promise<HeadSurvey> {
  const { model, tokens } = window;
  const wanted = Array.from({ length: reader.layers(window) }, (_, layer) => layer);
  const layers = await turn(() => reader.read(window, wanted));
  const size = tokens.pieces.length;
  const heads = layers[0]!.length / (size * size);
  const side = thumbnailSide(size, SIDE);
  const company = { sinks: sinksOf(tokens.starts, tokens.task), same: samePlaces(idsOf(window)) };
  const thumbnails = new Uint8Array(layers.length * heads * side * side);
  const summaries: HeadSummary[] = [];
  for (const layer of layers) {
    await turn(async () => {
      for (const weights of unstack(layer, heads)) {
        const map = { size, weights };
        thumbnails.set(thumbnailOf(map, SIDE), summaries.length * side * side);
        summaries.push(summaryOf(map, company));
      }
    });
  }
  return { model: model.spec.id, layers: layers.length, heads, side, thumbnails, summaries };
}

/** Ids of the tokens of the window's maps. */
function idsOf({ part, ids, written }: AttentionWindow): Int32Array {
  if (written.length === 0 || part === 'encoder') return ids;
  return part === 'decoder' ? written : Int32Array.of(...ids, ...written);
}
