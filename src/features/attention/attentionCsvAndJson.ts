import type { Attention } from '../../contracts/attentionRequests';
import type { Inference } from '../../contracts/inference';
import { rowOf, type AttentionMap } from '../../core/attention/attentionMap';
import { displayedMapOf, type DisplayedMap } from '../../core/attention/displayedMap';
import { mapsOfView } from '../../core/attention/layersAtSameDepth';
import { exactWeights } from '../../core/attention/digitsOfExportedWeights';
import { concatenate } from '../../core/concatenate';
import { attendEachLayer, windowRequest } from './attendEachLayer';
import type { AttentionSnapshot } from './attentionSnapshot';

/** The map on display as CSV. */
export function csvOfMap(snapshot: AttentionSnapshot, attention: Attention): string {
  return mapCsv(displayedMapOf(mapOf(attention), attention, snapshot.view));
}

/** The map on display as JSON. */
export function jsonOfMap(snapshot: AttentionSnapshot, attention: Attention): string {
  const { view, specs } = snapshot;
  const { layer, head } = mapsOfView(view, specs).find(({ model }) => model === attention.model)!;
  const map = displayedMapOf(mapOf(attention), attention, view);
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

/** A map as CSV (RFC 4180): one line per unit that attends, one column per unit attended to, with exact weights. */
export function mapCsv({ map, labels }: DisplayedMap): string {
  const lines = labels.map((label, row) => [quoted(label), ...exactWeights(rowOf(map, row))].join(','));
  return [['', ...labels.map(quoted)].join(','), ...lines, ''].join('\r\n');
}

/** A map's units and rows for JSON. The span of a special token, which has no place in the text, is null. */
export function mapData({ map, labels, starts, ends }: DisplayedMap): object {
  const unit = (label: string, index: number) => ({
    text: label,
    span: starts[index]! < 0 ? null : [starts[index], ends[index]],
  });
  return { tokens: labels.map(unit), weights: labels.map((_, row) => exactWeights(rowOf(map, row))) };
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

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
