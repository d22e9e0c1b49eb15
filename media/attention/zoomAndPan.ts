/** Which part of a square map of `size` units is visible, and how large. Positions are in units from the top left. */
export interface Viewport {
  /** How many times larger than when the whole map just fits: 1 or more. */
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
}

/** The whole map. */
export const WHOLE: Viewport = { zoom: 1, left: 0, top: 0 };

/** The factor of a click on a zoom button, and of the keys plus and minus. */
export const ZOOM_STEP = 1.5;

/** Pixels of the wheel that zoom by a factor of e. */
export const WHEEL_PER_ZOOM = 200;

/** The units along either axis that remain visible at the closest zoom. */
const FEWEST_UNITS = 8;

/** Pixels of a unit when the plot is `side` pixels wide. */
export function unitSize({ zoom }: Viewport, size: number, side: number): number {
  return (side * zoom) / size;
}

/** Units that are visible along either axis. */
export function visibleUnits({ zoom }: Viewport, size: number): number {
  return size / zoom;
}

/** Zooms by `factor` so that the unit at (x, y), shares of the plot from 0 to 1, stays where it is. */
export function zoomed(viewport: Viewport, size: number, factor: number, x: number, y: number): Viewport {
  const zoom = Math.min(Math.max(viewport.zoom * factor, 1), closestZoom(size));
  const change = visibleUnits(viewport, size) - size / zoom;
  return within({ zoom, left: viewport.left + change * x, top: viewport.top + change * y }, size);
}

/** Moves the viewport by units, up to the map's edges. */
export function moved(viewport: Viewport, size: number, right: number, down: number): Viewport {
  return within({ ...viewport, left: viewport.left + right, top: viewport.top + down }, size);
}

/** Moves the viewport as little as needed to make a cell visible. */
export function showing(viewport: Viewport, size: number, row: number, column: number): Viewport {
  const visible = visibleUnits(viewport, size);
  const startShowing = (start: number, unit: number) => Math.min(Math.max(start, unit + 1 - visible), unit);
  return within({ ...viewport, left: startShowing(viewport.left, column), top: startShowing(viewport.top, row) }, size);
}

/** The viewport, limited to a map of `size` units. */
export function within({ zoom: wantedZoom, left, top }: Viewport, size: number): Viewport {
  const zoom = Math.min(wantedZoom, closestZoom(size));
  const last = size - size / zoom;
  return { zoom, left: Math.min(Math.max(left, 0), last), top: Math.min(Math.max(top, 0), last) };
}

function closestZoom(size: number): number {
  return Math.max(1, size / FEWEST_UNITS);
}
