import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { theme } from '../common/themePalette';
import { visiblePiece } from '../common/visibleTokenText';
import type { HeatmapPicture } from './heatmapPixels';
import { unitSize, type Viewport } from './zoomAndPan';
import { LABEL_HEIGHT, labelledUnits } from './labelsThatHaveRoom';

/** A cell of the map: the unit that looks and the unit it looks at. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Pixels left of the plot and above it, where the labels are. */
export const GUTTER = { left: 68, top: 62 };

const FONT_SIZE = 11;
/** In UTF-16 code units. */
const LONGEST_LABEL = 24;
/** Pixels between a label and the plot, and around a label in its gutter. */
const LABEL_GAP = 5;
const LABEL_PADDING = 6;

/** Everything that a drawing of the map depends on. */
export interface HeatmapScene {
  readonly displayedMap: DisplayedMap;
  readonly picture: HeatmapPicture;
  readonly viewport: Viewport;
  /** Width and height of the plot, in CSS pixels. */
  readonly side: number;
  /** Rows at the caret, and rows that are pointed at. */
  readonly focus: readonly number[];
  readonly pointed: readonly number[];
  /** The cell under the pointer or the keyboard. */
  readonly cell: Cell | undefined;
}

/** Draws the visible part of the map with its labels; all sizes are CSS pixels. */
export function drawHeatmap(canvas: HTMLCanvasElement, scene: HeatmapScene): void {
  const ratio = devicePixelRatio;
  const width = Math.round((scene.side + GUTTER.left) * ratio);
  const height = Math.round((scene.side + GUTTER.top) * ratio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width / ratio, height / ratio);
  drawPlot(context, scene);
  drawLabels(context, scene);
}

function drawPlot(context: CanvasRenderingContext2D, scene: HeatmapScene): void {
  const { displayedMap, viewport, side } = scene;
  const { size } = displayedMap.map;
  const unit = unitSize(viewport, size, side);
  context.save();
  context.translate(GUTTER.left, GUTTER.top);
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  context.translate(-viewport.left * unit, -viewport.top * unit);
  drawPicture(context, scene.picture, unit);
  const { caret, foreground } = theme();
  markRows(context, scene.focus, size, unit, caret, 2);
  markRows(context, scene.pointed, size, unit, foreground, 1);
  if (scene.cell) markCell(context, scene.cell, size, unit, foreground);
  context.restore();
}

/** @param unit size of a cell in CSS pixels */
function drawPicture(context: CanvasRenderingContext2D, picture: HeatmapPicture, unit: number): void {
  const cellsPerPixel = Math.max(1, Math.ceil(1 / (unit * devicePixelRatio)));
  const pooled = picture.pooled(cellsPerPixel);
  const side = pooled.width * cellsPerPixel * unit;
  context.imageSmoothingEnabled = false;
  context.drawImage(pooled, 0, 0, side, side);
}

/** Frames consecutive rows. */
function markRows(
  context: CanvasRenderingContext2D,
  rows: readonly number[],
  size: number,
  unit: number,
  colour: string,
  thickness: number,
): void {
  if (rows.length === 0) return;
  const [first, last] = [rows[0]!, rows.at(-1)!];
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.strokeRect(-thickness, first * unit, size * unit + 2 * thickness, Math.max(1, (last - first + 1) * unit));
}

/** Frames a cell and its column. */
function markCell(
  context: CanvasRenderingContext2D,
  { row, column }: Cell,
  size: number,
  unit: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.strokeRect(column * unit, -1, Math.max(1, unit), size * unit + 2);
  context.lineWidth = 2;
  context.strokeRect(column * unit, row * unit, Math.max(2, unit), Math.max(2, unit));
}

function drawLabels(context: CanvasRenderingContext2D, scene: HeatmapScene): void {
  const { displayedMap, viewport, side, cell } = scene;
  const size = unitSize(viewport, displayedMap.map.size, side);
  context.font = `${FONT_SIZE}px ${theme().fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const labelled of labelledUnits(viewport.top, scene, [...scene.pointed, ...scene.focus])) {
    context.save();
    context.translate(GUTTER.left, GUTTER.top + (labelled.unit - viewport.top + 0.5) * size);
    drawLabel(context, displayedMap.labels[labelled.unit]!, labelled.isMarked, GUTTER.left);
    context.restore();
  }
  for (const labelled of labelledUnits(viewport.left, scene, cell ? [cell.column] : [])) {
    context.save();
    context.translate(GUTTER.left + (labelled.unit - viewport.left + 0.5) * size, GUTTER.top);
    context.rotate(Math.PI / 2);
    drawLabel(context, displayedMap.labels[labelled.unit]!, labelled.isMarked, GUTTER.top);
    context.restore();
  }
}

/** Draws a label that ends at the origin, clipped to `width` pixels. */
function drawLabel(context: CanvasRenderingContext2D, label: string, isMarked: boolean, width: number): void {
  const { foreground, description } = theme();
  context.fillStyle = isMarked ? foreground : description;
  context.beginPath();
  context.rect(-width, -LABEL_HEIGHT, width, 2 * LABEL_HEIGHT);
  context.clip();
  context.fillText(shortened(context, visiblePiece(label), width - LABEL_PADDING), -LABEL_GAP, 0);
}

/** `text`, cut to `width` pixels with an ellipsis if it is too long. */
function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (text.length <= LONGEST_LABEL && context.measureText(text).width <= width) return text;
  let length = Math.min(text.length, LONGEST_LABEL);
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
