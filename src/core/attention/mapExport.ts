import { rowOf } from './attentionMap';
import type { DisplayedMap } from './displayedMap';

/** A map as CSV (RFC 4180): a column a unit that is looked at, a line a unit that looks, exact weights. */
export function mapCsv({ map, labels }: DisplayedMap): string {
  const lines = labels.map((label, row) => [quoted(label), ...exactWeights(rowOf(map, row))].join(','));
  return [['', ...labels.map(quoted)].join(','), ...lines, ''].join('\r\n');
}

/** A map's units and rows, for JSON; spans are null where a special token has no place in the text. */
export function mapData({ map, labels, starts, ends }: DisplayedMap): object {
  const unit = (label: string, index: number) => ({
    text: label,
    span: starts[index]! < 0 ? null : [starts[index], ends[index]],
  });
  return { tokens: labels.map(unit), weights: labels.map((_, row) => exactWeights(rowOf(map, row))) };
}

/** Numbers that read as the same float32 and have no digits more than that takes. */
export function exactWeights(weights: Float32Array): number[] {
  return Array.from(weights, (weight) => Number(weight.toPrecision(9)));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
