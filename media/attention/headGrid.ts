import * as l10n from '@vscode/l10n';
import type { HeadSurvey } from '../../src/contracts/attention';
import { ColourScale } from './colourScale';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { theme } from '../common/theme';

/** A head of a layer, both counted from 0. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

const GUTTER = 18;
const GAP = 2;
const LARGEST = 72;

/** All maps of a model as small pictures, a row a layer and a column a head; each as bright as its own strongest weight. */
export class HeadGrid {
  readonly element = element('canvas', 'heads');
  readonly #choose: (place: HeadPlace) => void;
  readonly #point: (place: HeadPlace | undefined) => void;
  readonly #draw = onNextFrame(() => this.#drawNow());
  #survey: HeadSurvey | undefined;
  #atlas: HTMLCanvasElement | undefined;
  #marked: HeadPlace | undefined;
  #step = 0;

  /**
   * @param choose called with a head that was clicked
   * @param point called with the head under the pointer or the keyboard
   */
  constructor(choose: (place: HeadPlace) => void, point: (place: HeadPlace | undefined) => void) {
    this.#choose = choose;
    this.#point = point;
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'application');
    this.element.addEventListener('pointermove', (event) => this.#mark(this.#placeAt(event)));
    this.element.addEventListener('pointerleave', () => this.#mark(undefined));
    this.element.addEventListener('blur', () => this.#mark(undefined));
    this.element.addEventListener('click', (event) => {
      const place = this.#placeAt(event);
      if (place) this.#choose(place);
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(survey: HeadSurvey): void {
    this.#survey = survey;
    const label = l10n.t('All {0} layers and {1} heads. Arrow keys move, Enter opens.', survey.layers, survey.heads);
    this.element.setAttribute('aria-label', label);
    this.#paint();
  }

  themeChanged(): void {
    if (this.#survey) this.#paint();
  }

  #paint(): void {
    this.#atlas = paintAtlas(this.#survey!, new ColourScale(1));
    this.#draw();
  }

  #drawNow(): void {
    const survey = this.#survey;
    const width = this.element.clientWidth;
    if (!survey || !this.#atlas || width === 0) return;
    const { layers, heads, side } = survey;
    this.#step = Math.min(LARGEST + GAP, Math.floor((width - GUTTER) / heads));
    const height = GUTTER + layers * this.#step;
    const canvas = this.element;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const { description, focusBorder, fontFamily } = theme();
    const size = this.#step - GAP;
    eachHead(survey, (layer, head) => {
      const [x, y] = [GUTTER + head * this.#step, GUTTER + layer * this.#step];
      context.imageSmoothingEnabled = side > size * devicePixelRatio;
      context.drawImage(this.#atlas!, head * side, layer * side, side, side, x, y, size, size);
    });
    context.font = `10px ${fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = description;
    for (let head = 0; head < heads; head++)
      context.fillText(String(head + 1), GUTTER + head * this.#step + size / 2, GUTTER / 2);
    for (let layer = 0; layer < layers; layer++)
      context.fillText(String(layer + 1), GUTTER / 2, GUTTER + layer * this.#step + size / 2);
    if (!this.#marked) return;
    context.strokeStyle = focusBorder;
    context.lineWidth = 2;
    const { layer, head } = this.#marked;
    context.strokeRect(GUTTER + head * this.#step - 1, GUTTER + layer * this.#step - 1, size + 2, size + 2);
  }

  #placeAt(event: MouseEvent): HeadPlace | undefined {
    if (!this.#survey) return undefined;
    const { left, top } = this.element.getBoundingClientRect();
    const layer = Math.floor((event.clientY - top - GUTTER) / this.#step);
    const head = Math.floor((event.clientX - left - GUTTER) / this.#step);
    const isInside = layer >= 0 && layer < this.#survey.layers && head >= 0 && head < this.#survey.heads;
    return isInside ? { layer, head } : undefined;
  }

  #mark(place: HeadPlace | undefined): void {
    if (place?.layer === this.#marked?.layer && place?.head === this.#marked?.head) return;
    this.#marked = place;
    this.#draw();
    this.#point(place);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#survey) return;
    const { layers, heads } = this.#survey;
    const { layer, head } = this.#marked ?? { layer: 0, head: 0 };
    const steps: Record<string, HeadPlace> = {
      ArrowUp: { layer: Math.max(0, layer - 1), head },
      ArrowDown: { layer: Math.min(layers - 1, layer + 1), head },
      ArrowLeft: { layer, head: Math.max(0, head - 1) },
      ArrowRight: { layer, head: Math.min(heads - 1, head + 1) },
    };
    const to = steps[event.key];
    if (to) this.#mark(this.#marked ? to : { layer, head });
    else if ((event.key === 'Enter' || event.key === ' ') && this.#marked) this.#choose(this.#marked);
    else return;
    event.preventDefault();
  }
}

/** All thumbnails in one picture, one pixel a cell. */
function paintAtlas(survey: HeadSurvey, scale: ColourScale): HTMLCanvasElement {
  const { layers, heads, side, thumbnails } = survey;
  const canvas = document.createElement('canvas');
  canvas.width = heads * side;
  canvas.height = layers * side;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  eachHead(survey, (layer, head) => {
    const start = (layer * heads + head) * side * side;
    const bytes = thumbnails.subarray(start, start + side * side);
    const most = bytes.reduce((largest, byte) => Math.max(largest, byte), 1);
    bytes.forEach((byte, cell) => {
      const y = layer * side + Math.floor(cell / side);
      // Bytes are square roots of weights, and so is the scale.
      pixels[y * canvas.width + head * side + (cell % side)] = scale.at((byte / most) ** 2);
    });
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

function eachHead({ layers, heads }: HeadSurvey, visit: (layer: number, head: number) => void): void {
  for (let layer = 0; layer < layers; layer++) for (let head = 0; head < heads; head++) visit(layer, head);
}
