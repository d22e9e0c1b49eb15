import type { DisplayedMap } from './displayedMap';

/** The unit that a caret at `offset` is in or behind; at 0 the unit that starts there. −1 when there is none. */
export function unitAt({ starts }: Pick<DisplayedMap, 'starts'>, offset: number): number {
  return starts.findLastIndex((start) => start >= 0 && start < Math.max(1, offset));
}

/** The units that overlap [start, end). */
export function unitsIn({ starts, ends }: Pick<DisplayedMap, 'starts' | 'ends'>, start: number, end: number): number[] {
  return Array.from(starts.keys()).filter((unit) => starts[unit]! < end && ends[unit]! > start);
}
