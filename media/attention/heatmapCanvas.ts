import { largest, weightAt, type AttentionMap } from '../../src/core/attention';
import { ColourScale } from './colourScale';

/** A place in the map: the token that looks and the token it looks at. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Events {
  /** The pointer or the keyboard stands on a cell; undefined when it has left. */
  hover(cell: Cell | undefined): void;
  choose(cell: Cell): void;
}

const STEP: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The map as a square picture, one cell a weight, with the focused row and the cell under the pointer marked. */
export class HeatmapCanvas {
  readonly element = document.createElement('canvas');
  readonly #picture = document.createElement('canvas');
  readonly #events: Events;
  #map: AttentionMap | undefined;
  #row = -1;
  #cell: Cell | undefined;

  constructor(events: Events) {
    this.#events = events;
    this.element.className = 'heatmap';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'img');
    this.element.addEventListener('pointermove', (event) => this.#hover(this.#cellAt(event)));
    this.element.addEventListener('pointerleave', () => this.#hover(undefined));
    this.element.addEventListener('click', (event) => this.#choose(this.#cellAt(event)));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  show(map: AttentionMap, row: number, label: string): void {
    this.#map = map;
    this.#row = row;
    this.#cell = undefined;
    this.element.setAttribute('aria-label', label);
    this.#paint();
    this.#draw();
  }

  focusRow(row: number): void {
    this.#row = row;
    this.#draw();
  }

  /** Paints the picture anew in the theme's present colours. */
  themeChanged(): void {
    if (this.#map) this.#paint();
    this.#draw();
  }

  #paint(): void {
    const { size, weights } = this.#map!;
    this.#picture.width = this.#picture.height = size;
    const context = this.#picture.getContext('2d')!;
    const image = context.createImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    const scale = new ColourScale(this.element, largest(this.#map!));
    for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = scale.at(weights[cell]!);
    context.putImageData(image, 0, 0);
  }

  #draw(): void {
    const map = this.#map;
    if (!map) return;
    const side = Math.round(this.element.clientWidth * devicePixelRatio);
    this.element.width = this.element.height = side;
    const context = this.element.getContext('2d')!;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#picture, 0, 0, side, side);
    const unit = side / map.size;
    const style = getComputedStyle(this.element);
    context.lineWidth = 2 * devicePixelRatio;
    if (this.#row >= 0) {
      context.strokeStyle = style.getPropertyValue('--vscode-charts-orange');
      context.strokeRect(0.5, this.#row * unit, side - 1, unit);
    }
    if (this.#cell) {
      context.strokeStyle = style.getPropertyValue('--vscode-foreground');
      context.strokeRect(this.#cell.column * unit, this.#cell.row * unit, unit, unit);
    }
  }

  #cellAt(event: MouseEvent): Cell | undefined {
    if (!this.#map) return undefined;
    const { left, top, width } = this.element.getBoundingClientRect();
    const unit = width / this.#map.size;
    return this.#clamped({
      row: Math.floor((event.clientY - top) / unit),
      column: Math.floor((event.clientX - left) / unit),
    });
  }

  #clamped({ row, column }: Cell): Cell {
    const last = this.#map!.size - 1;
    return { row: Math.min(Math.max(row, 0), last), column: Math.min(Math.max(column, 0), last) };
  }

  #hover(cell: Cell | undefined): void {
    this.#cell = cell;
    this.#draw();
    this.#events.hover(cell);
  }

  #choose(cell: Cell | undefined): void {
    if (cell) this.#events.choose(cell);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#map) return;
    const at = this.#cell ?? this.#startingCell();
    const step = STEP[event.key];
    if (step) this.#hover(this.#cell ? this.#clamped({ row: at.row + step[0], column: at.column + step[1] }) : at);
    else if (event.key === 'Enter' || event.key === ' ') this.#choose(at);
    else return;
    event.preventDefault();
  }

  /** The strongest cell of the focused row, where the keyboard begins. */
  #startingCell(): Cell {
    const row = Math.max(0, this.#row);
    let column = 0;
    for (let other = 1; other < this.#map!.size; other++) {
      if (weightAt(this.#map!, row, other) > weightAt(this.#map!, row, column)) column = other;
    }
    return { row, column };
  }
}
