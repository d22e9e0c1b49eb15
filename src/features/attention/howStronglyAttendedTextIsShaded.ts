import { largest, rowOf } from '../../core/attention/attentionMap';
import { unitAt } from '../../core/attention/mapRowsOfCaretAndSelection';
import type { DisplayedMap } from '../../core/attention/displayedMap';
import type { Span } from '../../core/text/span';

/** Colours leftContext.attention1 to 5, weakest first. */
export const LEVELS = 5;

/**
 * The spans to shade for the caret, by level: each unit that the unit at the caret attends to, relative to the strongest.
 */
export function shadesByLevel(map: DisplayedMap, caret: number): Span[][] {
  const spans = Array.from({ length: LEVELS }, (): Span[] => []);
  const row = unitAt(map, caret);
  if (row < 0) return spans;
  // Sinks are left out: next to them all other units would be pale, and most of them are not in the text.
  const weights = rowOf(map.map, row).map((weight, unit) => (map.isSink[unit] ? 0 : weight));
  const strongest = largest(weights);
  weights.forEach((weight, unit) => {
    const level = Math.round((weight / strongest) * LEVELS) - 1;
    if (level >= 0) spans[level]!.push({ start: map.starts[unit]!, end: map.ends[unit]! });
  });
  return spans;
}
