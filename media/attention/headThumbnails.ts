import * as l10n from '@vscode/l10n';
import type { HeadSurvey } from '../../src/contracts/attentionRequests';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { resizeCanvas } from '../common/resizeCanvas';
import { theme } from '../common/themePalette';
import { ColourScale } from './colourScale';

/** A head of a layer, both counted from 0. */
export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

/** Sizes in CSS pixels. */
const GUTTER = 18;
const GAP = 2;
const LARGEST_THUMBNAIL = 72;
/** Room for a number of two digits. */
const NUMBER_WIDTH = 16;
const NUMBER_HEIGHT = 12;

/** All maps of a model as thumbnails, one row per layer; each is as bright as its own strongest weight. */
export class HeadGrid {
  readonly element = element('canvas', 'heads');
  readonly #choose: (head: HeadIndex) => void;
  readonly #point: (head: HeadIndex | undefined) => void;
  readonly #draw = onNextFrame(() => this.#drawNow());
  #survey: HeadSurvey | undefined;
  /** All thumbnails in one picture. */
  #atlas: HTMLCanvasElement | undefined;
  #marked: HeadIndex | undefined;
  /** Distance from one thumbnail to the next, in CSS pixels. */
  #step = 0;

  /**
   * @param choose called with a head that was clicked
   * @param point called with the head under the pointer or the keyboard; undefined once it has left
   */
  constructor(choose: (head: HeadIndex) => void, point: (head: HeadIndex | undefined) => void) {
    this.#choose = choose;
    this.#point = point;
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.element.addEventListener('pointermove', (event) => this.#mark(this.#headAt(event)));
    this.element.addEventListener('pointerleave', () => this.#mark(undefined));
    this.element.addEventListener('blur', () => this.#mark(undefined));
    this.element.addEventListener('click', (event) => {
      const head = this.#headAt(event);
      if (head) this.#choose(head);
    });
    this.element.addEventListener('keydown', (event) => this.#handleKey(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(survey: HeadSurvey): void {
    this.#survey = survey;
    const label = l10n.t('All {0} layers and {1} heads. Arrow keys move, Enter opens.', survey.layers, survey.heads);
    this.element.setAttribute('aria-label', label);
    this.#paint(survey);
  }

  themeChanged(): void {
    if (this.#survey) this.#paint(this.#survey);
  }

  #paint(survey: HeadSurvey): void {
    this.#atlas = paintAtlas(survey, new ColourScale(1));
    this.#draw();
  }

  #drawNow(): void {
    const survey = this.#survey;
    const width = this.element.clientWidth;
    if (!survey || !this.#atlas || width === 0) return;
    this.#step = Math.min(LARGEST_THUMBNAIL + GAP, Math.floor((width - GUTTER) / survey.heads));
    const context = resizeCanvas(this.element, GUTTER + survey.layers * this.#step);
    drawThumbnails(context, this.#atlas, survey, this.#step);
    drawNumbers(context, survey, this.#step);
    if (this.#marked) drawMark(context, this.#marked, this.#step);
  }

  #headAt(event: MouseEvent): HeadIndex | undefined {
    if (!this.#survey) return undefined;
    const { left, top } = this.element.getBoundingClientRect();
    const layer = Math.floor((event.clientY - top - GUTTER) / this.#step);
    const head = Math.floor((event.clientX - left - GUTTER) / this.#step);
    const isInside = layer >= 0 && layer < this.#survey.layers && head >= 0 && head < this.#survey.heads;
    return isInside ? { layer, head } : undefined;
  }

  #mark(head: HeadIndex | undefined): void {
    if (head?.layer === this.#marked?.layer && head?.head === this.#marked?.head) return;
    this.#marked = head;
    this.#draw();
    this.#point(head);
  }

  #handleKey(event: KeyboardEvent): void {
    if (!this.#survey) return;
    const { layers, heads } = this.#survey;
    const { layer, head } = this.#marked ?? { layer: 0, head: 0 };
    const moves: Record<string, HeadIndex> = {
      ArrowUp: { layer: Math.max(0, layer - 1), head },
      ArrowDown: { layer: Math.min(layers - 1, layer + 1), head },
      ArrowLeft: { layer, head: Math.max(0, head - 1) },
      ArrowRight: { layer, head: Math.min(heads - 1, head + 1) },
    };
    const moved = moves[event.key];
    // The first key press marks the first head.
    if (moved) this.#mark(this.#marked ? moved : { layer, head });
    else if ((event.key === 'Enter' || event.key === ' ') && this.#marked) this.#choose(this.#marked);
    else return;
    event.preventDefault();
  }
}

/** Paints all thumbnails into one picture, one pixel a cell. */
function paintAtlas(survey: HeadSurvey, scale: ColourScale): HTMLCanvasElement {
  const { layers, heads, side, thumbnails } = survey;
  const canvas = document.createElement('canvas');
  canvas.width = heads * side;
  canvas.height = layers * side;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  forEachHead(survey, (layer, head) => {
    const start = (layer * heads + head) * side * side;
    const bytes = thumbnails.subarray(start, start + side * side);
    const strongest = bytes.reduce((largest, byte) => Math.max(largest, byte), 1);
    bytes.forEach((byte, cell) => {
      const y = layer * side + Math.floor(cell / side);
      // Bytes are square roots of weights, and the scale takes the square root again.
      pixels[y * canvas.width + head * side + (cell % side)] = scale.at((byte / strongest) ** 2);
    });
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

function drawThumbnails(
  context: CanvasRenderingContext2D,
  atlas: HTMLCanvasElement,
  survey: HeadSurvey,
  step: number,
): void {
  const { side } = survey;
  const size = step - GAP;
  context.imageSmoothingEnabled = side > size * devicePixelRatio;
  forEachHead(survey, (layer, head) => {
    const [x, y] = [GUTTER + head * step, GUTTER + layer * step];
    context.drawImage(atlas, head * side, layer * side, side, side, x, y, size, size);
  });
}

/** Draws the numbers of heads above the columns, and those of layers beside the rows; only as many as have room. */
function drawNumbers(context: CanvasRenderingContext2D, { layers, heads }: HeadSurvey, step: number): void {
  const { description, fontFamily } = theme();
  const middle = GUTTER + (step - GAP) / 2;
  context.font = `10px ${fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = description;
  const [nextHead, nextLayer] = [Math.ceil(NUMBER_WIDTH / step), Math.ceil(NUMBER_HEIGHT / step)];
  for (let head = 0; head < heads; head += nextHead)
    context.fillText(String(head + 1), middle + head * step, GUTTER / 2);
  for (let layer = 0; layer < layers; layer += nextLayer)
    context.fillText(String(layer + 1), GUTTER / 2, middle + layer * step);
}

function drawMark(context: CanvasRenderingContext2D, { layer, head }: HeadIndex, step: number): void {
  const size = step - GAP + 2;
  context.strokeStyle = theme().focusBorder;
  context.lineWidth = 2;
  context.strokeRect(GUTTER + head * step - 1, GUTTER + layer * step - 1, size, size);
}

function forEachHead({ layers, heads }: HeadSurvey, visit: (layer: number, head: number) => void): void {
  for (let layer = 0; layer < layers; layer++) for (let head = 0; head < heads; head++) visit(layer, head);
}
