import type { Attention } from '../../contracts/attentionRequests';
import type { Inference } from '../../contracts/inference';
import type { AttentionMap } from '../../core/attention/attentionMap';
import { displayedMapOf } from '../../core/attention/displayedMap';
import { exactWeights, mapCsv, mapData } from '../../core/attention/mapAsCsvOrJson';
import { concatenate } from '../../core/concatenate';
import { attendEachLayer, windowRequest } from './attendEachLayer';
import type { AttentionSnapshot } from './attentionSnapshot';

/** The map on display as CSV. */
export function csvOfMap(snapshot: AttentionSnapshot, attention: Attention): string {
  return mapCsv(displayedMapOf(mapOf(attention), attention, snapshot.view));
}

/** The map on display as JSON. */
export function jsonOfMap(snapshot: AttentionSnapshot, attention: Attention): string {
  const { layer, head } = snapshot.view;
  const map = displayedMapOf(mapOf(attention), attention, snapshot.view);
  return JSON.stringify({ ...sourceFields(snapshot, attention), layer, head, ...mapData(map) });
}

/** Every head of every layer between tokens, as UTF-8: for 512 tokens, one string would exceed the longest possible. */
export async function jsonOfAll(
  snapshot: AttentionSnapshot,
  attention: Attention,
  inference: Inference,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const map = displayedMapOf(mapOf(attention), attention, { words: false, hideSinks: false });
  const { tokens } = mapData(map) as { tokens: object };
  const spec = snapshot.specs.find(({ id }) => id === attention.model)!;
  const encoder = new TextEncoder();
  const opening = JSON.stringify({ ...sourceFields(snapshot, attention), tokens }).slice(0, -1);
  const parts: [Uint8Array, ...Uint8Array[]] = [encoder.encode(`${opening},\n"layers": [\n`)];
  for await (const heads of attendEachLayer(windowRequest(snapshot), spec, inference, signal)) {
    const matrices = heads.map((head) => JSON.stringify(rowsOf(head)));
    parts.push(encoder.encode(`${parts.length > 1 ? ',\n' : ''}[${matrices.join(',\n')}]`));
  }
  parts.push(encoder.encode('\n]}\n'));
  return concatenate(parts);
}

function rowsOf({ weights, pieces }: Attention): number[][] {
  const size = pieces.length;
  return pieces.map((_, row) => exactWeights(weights.subarray(row * size, (row + 1) * size)));
}

/** The fields that say what an exported map is of. */
function sourceFields({ title, text }: AttentionSnapshot, { model }: Attention) {
  return { model, file: title, text };
}

function mapOf({ pieces, weights }: Attention): AttentionMap {
  return { size: pieces.length, weights };
}
