import * as l10n from '@vscode/l10n';
import { rowOf } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { ColourScale, topOf } from './colourScale';
import { element } from '../common/element';
import { drawHeatmap, GUTTER, type Cell } from './heatmapDrawing';
import { HeatmapPicture } from './heatmapPicture';
import { onNextFrame } from '../common/onNextFrame';
import { moved, seenUnits, showing, unitSize, WHOLE, within, zoomed, type Viewport } from './viewport';

interface Events {
  /** The pointer or the keyboard stands on a cell; undefined when it has left. */
  point(cell: Cell | undefined): void;
  choose(cell: Cell): void;
  /** Another part of the map is seen. */
  look(): void;
}

const ZOOM_STEP = 1.5;
const PAGE = 10;
/** Pixels that a pointer may wander in a click. */
const CLICK = 4;

/** The map as a square picture with its labels, to zoom, pan, point at and walk over by keyboard. */
export class HeatmapCanvas {
  readonly element: HTMLElement;
  readonly #canvas = element('canvas', 'heatmap');
  readonly #events: Events;
  readonly #draw = onNextFrame(() => this.#drawNow());
  #plane: DisplayedMap | undefined;
  #scale: ColourScale | undefined;
  readonly #picture = new HeatmapPicture();
  #viewport: Viewport;
  #side = 0;
  #focus: readonly number[] = [];
  #pointed: readonly number[] = [];
  #cell: Cell | undefined;
  #drag: { x: number; y: number; viewport: Viewport; isMoving: boolean } | undefined;

  constructor(viewport: Viewport, events: Events) {
    this.#viewport = viewport;
    this.#events = events;
    const canvas = this.#canvas;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#release(event));
    canvas.addEventListener('pointercancel', () => (this.#drag = undefined));
    canvas.addEventListener('pointerleave', () => this.#pointAt(undefined));
    canvas.addEventListener('blur', () => this.#pointAt(undefined));
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.element = element('div', 'plot', canvas, this.#zoomButtons());
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** The colours that the map is painted in. */
  get scale(): ColourScale | undefined {
    return this.#scale;
  }

  /** Which part of the map is seen. */
  get viewport(): Viewport {
    return this.#viewport;
  }

  /** @param plane of one unit at least */
  show(plane: DisplayedMap, label: string): void {
    this.#pointAt(undefined);
    this.#plane = plane;
    this.#pointed = [];
    this.#viewport = within(this.#viewport, plane.map.size);
    const keys = l10n.t('Arrow keys move, Enter selects in the editor, plus and minus zoom.');
    this.#canvas.setAttribute('aria-label', `${label} ${keys}`);
    this.#paint();
  }

  /** Marks the rows that the caret stands in and those that are pointed at. */
  mark(focus: readonly number[], pointed: readonly number[]): void {
    this.#focus = focus;
    this.#pointed = pointed;
    this.#draw();
  }

  /** Paints the picture anew in the theme's present colours. */
  themeChanged(): void {
    if (this.#plane) this.#paint();
  }

  #paint(): void {
    const { map } = this.#plane!;
    this.#scale = new ColourScale(topOf(map.weights));
    this.#picture.show(map, this.#scale);
    this.#draw();
  }

  #resize(): void {
    const side = this.element.clientWidth - GUTTER.left;
    if (side <= 0 || side === this.#side) return;
    this.#side = side;
    this.#canvas.style.width = `${side + GUTTER.left}px`;
    this.#canvas.style.height = `${side + GUTTER.top}px`;
    this.#drawNow();
  }

  #drawNow(): void {
    if (!this.#plane || this.#side === 0) return;
    drawHeatmap(this.#canvas, {
      plane: this.#plane,
      picture: this.#picture,
      viewport: this.#viewport,
      side: this.#side,
      focus: this.#focus,
      pointed: this.#pointed,
      cell: this.#cell,
    });
  }

  #zoomButtons(): HTMLElement {
    const button = (icon: string, label: string, zoom: () => void) => {
      const created = element('vscode-toolbar-button');
      Object.assign(created, { icon, label, title: label });
      created.addEventListener('click', zoom);
      return created;
    };
    return element(
      'div',
      'zoom',
      button('zoom-in', l10n.t('Zoom in'), () => this.#zoomAt(ZOOM_STEP, 0.5, 0.5)),
      button('zoom-out', l10n.t('Zoom out'), () => this.#zoomAt(1 / ZOOM_STEP, 0.5, 0.5)),
      button('screen-full', l10n.t('Show the whole map'), () => this.#look(WHOLE)),
    );
  }

  #zoomAt(factor: number, x: number, y: number): void {
    if (this.#plane) this.#look(zoomed(this.#viewport, this.#plane.map.size, factor, x, y));
  }

  #look(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#draw();
    this.#events.look();
  }

  #wheel(event: WheelEvent): void {
    if (!this.#plane) return;
    const unit = unitSize(this.#viewport, this.#plane.map.size, this.#side);
    if (event.ctrlKey || event.metaKey) this.#zoomAt(Math.exp(-event.deltaY / 200), ...this.#shareOf(event));
    else if (this.#viewport.zoom > 1) this.#pan(event.deltaX / unit, event.deltaY / unit);
    else return;
    event.preventDefault();
  }

  #pan(right: number, down: number): void {
    this.#look(moved(this.#viewport, this.#plane!.map.size, right, down));
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, y: event.clientY, viewport: this.#viewport, isMoving: false };
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (!this.#plane) return;
    if (!drag) {
      this.#pointAt(this.#cellAt(event));
      return;
    }
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.isMoving ||= Math.hypot(x, y) > CLICK;
    if (!drag.isMoving) return;
    const { size } = this.#plane.map;
    const unit = unitSize(drag.viewport, size, this.#side);
    this.#look(moved(drag.viewport, size, -x / unit, -y / unit));
  }

  #release(event: PointerEvent): void {
    const wasClick = this.#drag && !this.#drag.isMoving;
    this.#drag = undefined;
    const cell = this.#cellAt(event);
    if (wasClick && cell) this.#events.choose(cell);
  }

  #shareOf(event: MouseEvent): [x: number, y: number] {
    const { left, top } = this.#canvas.getBoundingClientRect();
    return [(event.clientX - left - GUTTER.left) / this.#side, (event.clientY - top - GUTTER.top) / this.#side];
  }

  /** The cell under the pointer; on a label, that of its row or column at the edge of what is seen. */
  #cellAt(event: MouseEvent): Cell | undefined {
    if (!this.#plane) return undefined;
    const { size } = this.#plane.map;
    const seen = seenUnits(this.#viewport, size);
    const [x, y] = this.#shareOf(event).map((share) => Math.min(Math.max(share, 0), 0.9999));
    return { row: Math.floor(this.#viewport.top + y! * seen), column: Math.floor(this.#viewport.left + x! * seen) };
  }

  #pointAt(cell: Cell | undefined): void {
    if (cell?.row === this.#cell?.row && cell?.column === this.#cell?.column) return;
    this.#cell = cell;
    this.#draw();
    this.#events.point(cell);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#plane) return;
    const at = this.#cell ?? this.#startingCell();
    const last = this.#plane.map.size - 1;
    const to = this.#cell ? target(event, at, last) : target(event, at, last) && at;
    if (to) this.#walkTo(to);
    else if (event.key === 'Enter' || event.key === ' ') this.#events.choose(at);
    else if (event.key === '+' || event.key === '=') this.#zoomAt(ZOOM_STEP, ...this.#shareOfCell(at));
    else if (event.key === '-') this.#zoomAt(1 / ZOOM_STEP, ...this.#shareOfCell(at));
    else if (event.key === '0') this.#look(WHOLE);
    else if (event.key === 'Escape') this.#pointAt(undefined);
    else return;
    event.preventDefault();
  }

  #walkTo(cell: Cell): void {
    this.#look(showing(this.#viewport, this.#plane!.map.size, cell.row, cell.column));
    this.#pointAt(cell);
  }

  #shareOfCell({ row, column }: Cell): [x: number, y: number] {
    const seen = seenUnits(this.#viewport, this.#plane!.map.size);
    return [(column + 0.5 - this.#viewport.left) / seen, (row + 0.5 - this.#viewport.top) / seen];
  }

  /** The strongest cell of the focused row, where the keyboard begins. */
  #startingCell(): Cell {
    const row = this.#focus[0] ?? 0;
    const weights = rowOf(this.#plane!.map, row);
    return { row, column: weights.indexOf(Math.max(...weights)) };
  }
}

/** Where a key leads from a cell; undefined when it leads nowhere. */
function target({ key, ctrlKey }: KeyboardEvent, { row, column }: Cell, last: number): Cell | undefined {
  const clamp = (unit: number) => Math.min(Math.max(unit, 0), last);
  switch (key) {
    case 'ArrowUp':
      return { row: clamp(row - 1), column };
    case 'ArrowDown':
      return { row: clamp(row + 1), column };
    case 'ArrowLeft':
      return { row, column: clamp(column - 1) };
    case 'ArrowRight':
      return { row, column: clamp(column + 1) };
    case 'PageUp':
      return { row: clamp(row - PAGE), column };
    case 'PageDown':
      return { row: clamp(row + PAGE), column };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? last : row, column: last };
    default:
      return undefined;
  }
}
