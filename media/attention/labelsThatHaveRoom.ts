import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { unitSize, visibleUnits, type Viewport } from './zoomAndPan';

/** In CSS pixels. */
export const LABEL_HEIGHT = 13;

/** What is visible of a map, in a plot of `side` CSS pixels. */
interface VisiblePart {
  readonly displayedMap: DisplayedMap;
  readonly viewport: Viewport;
  readonly side: number;
}

/** A unit whose label is drawn. */
interface LabelledUnit {
  readonly unit: number;
  readonly isMarked: boolean;
}

/**
 * The units of an axis whose labels have room: the marked ones first, then as many others as do not touch them.
 *
 * @param start where the visible part of the axis starts, in units
 */
export function labelledUnits(
  start: number,
  { displayedMap, viewport, side }: VisiblePart,
  marked: readonly number[],
): LabelledUnit[] {
  const { size } = displayedMap.map;
  const spacing = Math.ceil(LABEL_HEIGHT / unitSize(viewport, size, side));
  const first = Math.ceil(start - 0.5);
  const last = Math.min(size - 1, Math.ceil(start + visibleUnits(viewport, size)) - 1);
  const isApart = (unit: number, others: readonly number[]) =>
    others.every((other) => Math.abs(other - unit) >= spacing);
  const visible = marked.filter((unit) => unit >= first && unit <= last);
  const markedWithRoom = visible.filter((unit, index) => isApart(unit, visible.slice(0, index)));
  const units = markedWithRoom.map((unit) => ({ unit, isMarked: true }));
  for (let unit = Math.ceil(first / spacing) * spacing; unit <= last; unit += spacing) {
    if (isApart(unit, markedWithRoom)) units.push({ unit, isMarked: false });
  }
  return units;
}
