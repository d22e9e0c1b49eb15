import * as l10n from '@vscode/l10n';
import { weightAt } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { visiblePiece } from '../common/visiblePiece';
import { theme } from '../common/theme';

interface Events {
  choose(unit: number): void;
  point(unit: number | undefined): void;
}

interface Scene {
  readonly plane: DisplayedMap;
  readonly row: number;
  /** The units that are looked at most, in the order of the text. */
  readonly targets: readonly number[];
}

const LINE_HEIGHT = 22;
const THICKEST = 7;

/** A unit among its neighbours on the left, what it looks at most on the right, a line for each as thick as its weight. */
export class LinesCanvas {
  readonly element = element('canvas', 'lines');
  readonly #events: Events;
  readonly #draw = onNextFrame(() => this.#drawNow());
  #scene: Scene | undefined;

  constructor(events: Events) {
    this.#events = events;
    this.element.setAttribute('role', 'img');
    this.element.addEventListener('click', (event) => {
      const unit = this.#unitAt(event);
      if (unit !== undefined) events.choose(unit);
    });
    this.element.addEventListener('pointermove', (event) => events.point(this.#unitAt(event)));
    this.element.addEventListener('pointerleave', () => this.#events.point(undefined));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(plane: DisplayedMap, row: number, strongest: readonly number[]): void {
    this.#scene = { plane, row, targets: strongest.toSorted((a, b) => a - b) };
    const label = l10n.t(
      'Lines from “{0}” to what it looks at most; the list below says the same.',
      visiblePiece(plane.labels[row]!),
    );
    this.element.setAttribute('aria-label', label);
    this.#draw();
  }

  themeChanged(): void {
    this.#draw();
  }

  /** The target beside the pointer. */
  #unitAt(event: MouseEvent): number | undefined {
    const { left, top, width } = this.element.getBoundingClientRect();
    if (!this.#scene || event.clientX - left < width / 2) return undefined;
    return this.#scene.targets[Math.floor((event.clientY - top) / LINE_HEIGHT)];
  }

  #drawNow(): void {
    const { element: canvas } = this;
    const width = canvas.clientWidth;
    if (!this.#scene || width === 0) return;
    const { plane, row, targets } = this.#scene;
    const height = Math.max(3, targets.length) * LINE_HEIGHT;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const { blue, foreground, description, fontFamily } = theme();
    context.font = `12px ${fontFamily}`;
    context.textBaseline = 'middle';
    const [from, to, middle] = [width * 0.34, width * 0.6, height / 2];

    const most = Math.max(...targets.map((target) => weightAt(plane.map, row, target)));
    context.strokeStyle = blue;
    targets.forEach((target, line) => {
      const share = weightAt(plane.map, row, target) / most;
      const y = (line + 0.5) * LINE_HEIGHT;
      context.globalAlpha = 0.25 + 0.75 * share;
      context.lineWidth = Math.max(1, THICKEST * share);
      context.beginPath();
      context.moveTo(from, middle);
      context.bezierCurveTo((from + to) / 2, middle, (from + to) / 2, y, to, y);
      context.stroke();
    });
    context.globalAlpha = 1;

    const write = (text: string, x: number, y: number, room: number) => {
      context.save();
      context.beginPath();
      context.rect(context.textAlign === 'right' ? x - room : x, y - LINE_HEIGHT / 2, room, LINE_HEIGHT);
      context.clip();
      context.fillText(text, x, y);
      context.restore();
    };
    const around = Math.floor(targets.length / 2);
    context.textAlign = 'right';
    for (let step = -around; step <= around; step++) {
      const label = plane.labels[row + step];
      if (label === undefined) continue;
      context.fillStyle = step === 0 ? foreground : description;
      context.font = `${step === 0 ? 'bold ' : ''}12px ${fontFamily}`;
      write(visiblePiece(label), from - 6, middle + step * LINE_HEIGHT, from - 6);
    }
    context.font = `12px ${fontFamily}`;
    targets.forEach((target, line) => {
      const y = (line + 0.5) * LINE_HEIGHT;
      context.textAlign = 'left';
      context.fillStyle = foreground;
      write(visiblePiece(plane.labels[target]!), to + 6, y, width - to - 54);
      context.textAlign = 'right';
      context.fillStyle = description;
      write(weightAt(plane.map, row, target).toFixed(3), width, y, 42);
    });
  }
}
