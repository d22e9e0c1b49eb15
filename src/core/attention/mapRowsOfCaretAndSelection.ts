import { rowOf } from './attentionMap';
import type { DisplayedMap } from './displayedMap';

/** The unit that a caret at `offset` is in or behind; at 0 the unit that starts there. −1 when there is none. */
export function unitAt({ starts }: Pick<DisplayedMap, 'starts'>, offset: number): number {
  return starts.findLastIndex((start) => start >= 0 && start < Math.max(1, offset));
}

/**
 * The row to show for a caret at `offset`: that of the unit there. Where this looks at nothing but itself, as a GPT's
 * first one does, the last row, which can look at everything. −1 when there is no unit.
 */
export function rowShownAt(map: Pick<DisplayedMap, 'map' | 'starts'>, offset: number): number {
  const unit = unitAt(map, offset);
  if (unit < 0) return unit;
  const looksElsewhere = rowOf(map.map, unit).some((weight, column) => column !== unit && weight > 0);
  return looksElsewhere ? unit : map.map.size - 1;
}

/** The units that overlap [start, end). */
export function unitsIn({ starts, ends }: Pick<DisplayedMap, 'starts' | 'ends'>, start: number, end: number): number[] {
  return Array.from(starts.keys()).filter((unit) => starts[unit]! < end && ends[unit]! > start);
}
