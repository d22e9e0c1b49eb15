import * as l10n from '@vscode/l10n';
import { weightAt } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { resizeCanvas } from '../common/resizeCanvas';
import { theme } from '../common/themePalette';
import { visiblePiece } from '../common/visibleTokenText';
import type { UnitEvents } from './hoverAndClickOnTokens';

/** A row of a map and the units that it looks at most. */
interface StrongestLinks {
  readonly labels: readonly string[];
  readonly row: number;
  /** In the order of the text. */
  readonly targets: readonly number[];
  /** One weight a target. */
  readonly weights: readonly number[];
}

/** Where things are drawn, in CSS pixels. */
interface LinesLayout {
  /** Where the lines start and end. */
  readonly from: number;
  readonly to: number;
  /** The vertical middle, where all lines start. */
  readonly middle: number;
  readonly width: number;
}

/** Lines in the drawing. */
export const MOST_LINES = 12;

const LINE_HEIGHT = 22;
const THICKEST = 7;
const LABEL_GAP = 6;
/** Room for a weight, and for the gaps around it. */
const WEIGHT_WIDTH = 42;
const WEIGHT_COLUMN = 54;

/** A unit among its neighbours on the left, what it looks at most on the right, and lines as thick as the weights. */
export class LinesCanvas {
  readonly element = element('canvas', 'lines');
  readonly #draw = onNextFrame(() => this.#drawNow());
  #links: StrongestLinks | undefined;

  constructor(events: UnitEvents) {
    this.element.setAttribute('role', 'img');
    this.element.addEventListener('click', (event) => {
      const unit = this.#targetAt(event);
      if (unit !== undefined) events.choose(unit);
    });
    this.element.addEventListener('pointermove', (event) => events.point(this.#targetAt(event)));
    this.element.addEventListener('pointerleave', () => events.point(undefined));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** @param strongest the units to draw a line to */
  show({ map, labels }: DisplayedMap, row: number, strongest: readonly number[]): void {
    const targets = strongest.toSorted((a, b) => a - b);
    this.#links = { labels, row, targets, weights: targets.map((target) => weightAt(map, row, target)) };
    const label = l10n.t(
      'Lines from “{0}” to what it looks at most; the list below says the same.',
      visiblePiece(labels[row]!),
    );
    this.element.setAttribute('aria-label', label);
    this.#draw();
  }

  themeChanged(): void {
    this.#draw();
  }

  /** The target beside the pointer. */
  #targetAt(event: MouseEvent): number | undefined {
    const { left, top, width } = this.element.getBoundingClientRect();
    if (!this.#links || event.clientX - left < width / 2) return undefined;
    return this.#links.targets[Math.floor((event.clientY - top) / LINE_HEIGHT)];
  }

  #drawNow(): void {
    const links = this.#links;
    const width = this.element.clientWidth;
    if (!links || width === 0) return;
    const height = Math.max(3, links.targets.length) * LINE_HEIGHT;
    const context = resizeCanvas(this.element, height);
    const layout = { from: width * 0.34, to: width * 0.6, middle: height / 2, width };
    context.textBaseline = 'middle';
    drawLines(context, links, layout);
    drawNeighbours(context, links, layout);
    drawTargets(context, links, layout);
  }
}

function drawLines(
  context: CanvasRenderingContext2D,
  { weights }: StrongestLinks,
  { from, to, middle }: LinesLayout,
): void {
  const strongest = Math.max(...weights);
  context.strokeStyle = theme().blue;
  weights.forEach((weight, line) => {
    const share = weight / strongest;
    const y = middleOf(line);
    context.globalAlpha = 0.25 + 0.75 * share;
    context.lineWidth = Math.max(1, THICKEST * share);
    context.beginPath();
    context.moveTo(from, middle);
    context.bezierCurveTo((from + to) / 2, middle, (from + to) / 2, y, to, y);
    context.stroke();
  });
  context.globalAlpha = 1;
}

/** Draws the row's label in bold between those of its neighbours. */
function drawNeighbours(
  context: CanvasRenderingContext2D,
  { labels, row, targets }: StrongestLinks,
  { from, middle }: LinesLayout,
): void {
  const { foreground, description, fontFamily } = theme();
  const around = Math.floor(targets.length / 2);
  const x = from - LABEL_GAP;
  context.textAlign = 'right';
  for (let step = -around; step <= around; step++) {
    const label = labels[row + step];
    if (label === undefined) continue;
    context.fillStyle = step === 0 ? foreground : description;
    context.font = `${step === 0 ? 'bold ' : ''}12px ${fontFamily}`;
    drawClipped(context, visiblePiece(label), x, middle + step * LINE_HEIGHT, x);
  }
}

/** Draws each target's label and weight. */
function drawTargets(
  context: CanvasRenderingContext2D,
  { labels, targets, weights }: StrongestLinks,
  { to, width }: LinesLayout,
): void {
  const { foreground, description, fontFamily } = theme();
  context.font = `12px ${fontFamily}`;
  targets.forEach((target, line) => {
    const y = middleOf(line);
    context.textAlign = 'left';
    context.fillStyle = foreground;
    drawClipped(context, visiblePiece(labels[target]!), to + LABEL_GAP, y, width - to - WEIGHT_COLUMN);
    context.textAlign = 'right';
    context.fillStyle = description;
    drawClipped(context, weights[line]!.toFixed(3), width, y, WEIGHT_WIDTH);
  });
}

function middleOf(line: number): number {
  return (line + 0.5) * LINE_HEIGHT;
}

/** Draws text, clipped to `width` pixels from `x` in the direction of the context's alignment. */
function drawClipped(context: CanvasRenderingContext2D, text: string, x: number, y: number, width: number): void {
  context.save();
  context.beginPath();
  context.rect(context.textAlign === 'right' ? x - width : x, y - LINE_HEIGHT / 2, width, LINE_HEIGHT);
  context.clip();
  context.fillText(text, x, y);
  context.restore();
}
