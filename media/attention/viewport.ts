/** Which part of a square map of `size` units is seen, and how large. Positions are in units from the top left. */
export interface Viewport {
  /** How many times larger than when the whole map just fits: 1 or more. */
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
}

export const WHOLE: Viewport = { zoom: 1, left: 0, top: 0 };

/** Pixels of a unit when the plot is `side` pixels wide. */
export function unitSize({ zoom }: Viewport, size: number, side: number): number {
  return (side * zoom) / size;
}

/** Units that are seen along either axis. */
export function seenUnits({ zoom }: Viewport, size: number): number {
  return size / zoom;
}

/** Zooms by `factor` so that the unit under (x, y), shares of the plot from 0 to 1, stays where it is. */
export function zoomed(viewport: Viewport, size: number, factor: number, x: number, y: number): Viewport {
  const zoom = Math.min(Math.max(viewport.zoom * factor, 1), closest(size));
  const change = seenUnits(viewport, size) - size / zoom;
  return within({ zoom, left: viewport.left + change * x, top: viewport.top + change * y }, size);
}

/** Moves by units, as far as the map goes. */
export function moved(viewport: Viewport, size: number, right: number, down: number): Viewport {
  return within({ ...viewport, left: viewport.left + right, top: viewport.top + down }, size);
}

/** Moved no further than needed so that a cell is seen. */
export function showing(viewport: Viewport, size: number, row: number, column: number): Viewport {
  const seen = seenUnits(viewport, size);
  const reach = (start: number, unit: number) => Math.min(Math.max(start, unit + 1 - seen), unit);
  return within({ ...viewport, left: reach(viewport.left, column), top: reach(viewport.top, row) }, size);
}

/** The same view of a map that has another size now. */
export function within({ zoom: wanted, left, top }: Viewport, size: number): Viewport {
  const zoom = Math.min(wanted, closest(size));
  const most = size - size / zoom;
  return { zoom, left: Math.min(Math.max(left, 0), most), top: Math.min(Math.max(top, 0), most) };
}

/** Closer than eight units across there is nothing more to see. */
function closest(size: number): number {
  return Math.max(1, size / 8);
}
