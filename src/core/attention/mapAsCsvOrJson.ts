import { rowOf } from './attentionMap';
import type { DisplayedMap } from './displayedMap';

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

/** Weights as numbers of at most 9 significant digits, which is enough to read back the same float32. */
export function exactWeights(weights: Float32Array): number[] {
  return Array.from(weights, (weight) => Number(weight.toPrecision(9)));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
