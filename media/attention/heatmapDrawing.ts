import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import type { HeatmapPicture } from './heatmapPicture';
import { visiblePiece } from '../common/visiblePiece';
import { theme } from '../common/theme';
import { seenUnits, unitSize, type Viewport } from './viewport';

/** A place in the map: the unit that looks and the unit it looks at. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Pixels left of the plot and above it, where the labels stand. */
export const GUTTER = { left: 68, top: 62 };

const LABEL_HEIGHT = 13;
const FONT_SIZE = 11;
const LONGEST_LABEL = 24;

/** All that a drawing of the map depends on. */
export interface Scene {
  readonly plane: DisplayedMap;
  readonly picture: HeatmapPicture;
  readonly viewport: Viewport;
  /** Width and height of the plot, in CSS pixels. */
  readonly side: number;
  /** Rows that the caret stands in, and rows that are pointed at. */
  readonly focus: readonly number[];
  readonly pointed: readonly number[];
  readonly cell: Cell | undefined;
}

/** Draws the visible part of the map with its labels; all sizes in CSS pixels. */
export function drawHeatmap(canvas: HTMLCanvasElement, scene: Scene): void {
  const ratio = devicePixelRatio;
  const [width, height] = [scene.side + GUTTER.left, scene.side + GUTTER.top].map((pixels) =>
    Math.round(pixels * ratio),
  );
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width! / ratio, height! / ratio);
  drawPlot(context, scene);
  drawLabels(context, scene);
}

function drawPlot(context: CanvasRenderingContext2D, scene: Scene): void {
  const { plane, picture, viewport, side, cell } = scene;
  const { size } = plane.map;
  const unit = unitSize(viewport, size, side);
  context.save();
  context.translate(GUTTER.left, GUTTER.top);
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  context.translate(-viewport.left * unit, -viewport.top * unit);
  const factor = Math.max(1, Math.ceil(1 / (unit * devicePixelRatio)));
  const painted = picture.pooled(factor);
  context.imageSmoothingEnabled = false;
  const painting = painted.width * factor * unit;
  context.drawImage(painted, 0, 0, painting, painting);

  const band = (rows: readonly number[], colour: string, thickness: number) => {
    if (rows.length === 0) return;
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    const [first, last] = [rows[0]!, rows.at(-1)!];
    context.strokeRect(-thickness, first * unit, size * unit + 2 * thickness, Math.max(1, (last - first + 1) * unit));
  };
  const { caret, foreground: pointer } = theme();
  band(scene.focus, caret, 2);
  band(scene.pointed, pointer, 1);
  if (cell) {
    context.lineWidth = 1;
    context.strokeStyle = pointer;
    context.strokeRect(cell.column * unit, -1, Math.max(1, unit), size * unit + 2);
    context.lineWidth = 2;
    context.strokeRect(cell.column * unit, cell.row * unit, Math.max(2, unit), Math.max(2, unit));
  }
  context.restore();
}

function drawLabels(context: CanvasRenderingContext2D, scene: Scene): void {
  const { plane, viewport, side, cell } = scene;
  const { foreground, description, fontFamily } = theme();
  context.font = `${FONT_SIZE}px ${fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const rows = labelled(viewport.top, scene, [...scene.pointed, ...scene.focus]);
  const columns = labelled(viewport.left, scene, cell ? [cell.column] : []);
  const unit = unitSize(viewport, plane.map.size, side);
  const draw = (index: number, isMarked: boolean, at: (position: number) => void, start: number, length: number) => {
    context.save();
    at((index - start + 0.5) * unit);
    context.fillStyle = isMarked ? foreground : description;
    context.beginPath();
    context.rect(-length, -LABEL_HEIGHT, length, 2 * LABEL_HEIGHT);
    context.clip();
    context.fillText(fitting(context, visiblePiece(plane.labels[index]!), length - 6), -5, 0);
    context.restore();
  };
  for (const { index, isMarked } of rows) {
    const at = (position: number) => context.translate(GUTTER.left, GUTTER.top + position);
    draw(index, isMarked, at, viewport.top, GUTTER.left);
  }
  for (const { index, isMarked } of columns) {
    const at = (position: number) => {
      context.translate(GUTTER.left + position, GUTTER.top);
      context.rotate(Math.PI / 2);
    };
    draw(index, isMarked, at, viewport.left, GUTTER.top);
  }
}

/** The units of an axis whose labels have room: the marked ones first, then as many others as do not touch these. */
function labelled(start: number, { plane, viewport, side }: Scene, marked: readonly number[]) {
  const { size } = plane.map;
  const apart = Math.ceil(LABEL_HEIGHT / unitSize(viewport, size, side));
  const end = Math.min(size - 1, Math.ceil(start + seenUnits(viewport, size)) - 1);
  const first = Math.ceil(start - 0.5);
  const seen = marked.filter((unit) => unit >= first && unit <= end);
  const kept = seen.filter((unit, index) => seen.slice(0, index).every((other) => Math.abs(other - unit) >= apart));
  const labels = kept.map((index) => ({ index, isMarked: true }));
  for (let index = Math.ceil(first / apart) * apart; index <= end; index += apart) {
    if (kept.every((unit) => Math.abs(unit - index) >= apart)) labels.push({ index, isMarked: false });
  }
  return labels;
}

/** The beginning of `text` that fits, with an ellipsis where it had to end. */
function fitting(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (text.length <= LONGEST_LABEL && context.measureText(text).width <= width) return text;
  let length = Math.min(text.length, LONGEST_LABEL);
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
