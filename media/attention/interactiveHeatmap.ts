import * as l10n from '@vscode/l10n';
import { rowOf } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { ColourScale, topOf } from './colourScale';
import { drawHeatmap, GUTTER, type Cell } from './drawHeatmapAndLabels';
import { HeatmapPicture } from './heatmapPixels';
import {
  moved,
  showing,
  unitSize,
  visibleUnits,
  WHEEL_PER_ZOOM,
  WHOLE,
  within,
  ZOOM_STEP,
  zoomed,
  type Viewport,
} from './zoomAndPan';
import { nextCell } from './heatmapKeys';

interface HeatmapEvents {
  /** The pointer or the keyboard is on a cell; undefined once it has left. */
  point(cell: Cell | undefined): void;
  /** The reader chose a cell. */
  choose(cell: Cell): void;
  viewportChanged(): void;
}

/** The middle of the plot, as shares of its width and height. */
const MIDDLE = [0.5, 0.5] as const;

/** Pixels that the pointer may move during a click. */
const CLICK_TOLERANCE = 4;

/** A pointer that was pressed on the map. */
interface Drag {
  readonly x: number;
  readonly y: number;
  /** The viewport when it was pressed. */
  readonly viewport: Viewport;
  /** Whether it has moved too far for a click. */
  hasMoved: boolean;
}

/** The map as a square picture with labels. Pointer and keyboard zoom, pan, and point at cells. */
export class HeatmapCanvas {
  readonly element: HTMLElement;
  readonly #canvas = element('canvas', 'heatmap');
  readonly #events: HeatmapEvents;
  readonly #draw = onNextFrame(() => this.#drawNow());
  #displayedMap: DisplayedMap | undefined;
  #scale: ColourScale | undefined;
  readonly #picture = new HeatmapPicture();
  #viewport: Viewport;
  #side = 0;
  #focus: readonly number[] = [];
  #pointed: readonly number[] = [];
  #cell: Cell | undefined;
  #drag: Drag | undefined;
  /** Zooms by a key that is pressed anywhere in the page while the pointer is over the map. */
  readonly #zoomByKey = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && this.#handleZoomKey(event.key)) event.preventDefault();
  };

  /** @param viewport the part of the map to show first */
  constructor(viewport: Viewport, events: HeatmapEvents) {
    this.#viewport = viewport;
    this.#events = events;
    const canvas = this.#canvas;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.addEventListener('pointerdown', (event) => this.#startDrag(event));
    canvas.addEventListener('pointermove', (event) => this.#movePointer(event));
    canvas.addEventListener('pointerup', (event) => this.#endDrag(event));
    canvas.addEventListener('pointercancel', () => (this.#drag = undefined));
    canvas.addEventListener('pointerenter', () => document.addEventListener('keydown', this.#zoomByKey));
    canvas.addEventListener('pointerleave', () => {
      document.removeEventListener('keydown', this.#zoomByKey);
      this.#pointAt(undefined);
    });
    canvas.addEventListener('blur', () => this.#pointAt(undefined));
    canvas.addEventListener('wheel', (event) => this.#handleWheel(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.#handleKey(event));
    this.element = element('div', 'plot', canvas, this.#zoomButtons());
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  /** The colours that the map is painted in. */
  get scale(): ColourScale | undefined {
    return this.#scale;
  }

  /** The visible part of the map. */
  get viewport(): Viewport {
    return this.#viewport;
  }

  /** @param displayedMap of at least one unit */
  show(displayedMap: DisplayedMap, label: string): void {
    this.#pointAt(undefined);
    this.#displayedMap = displayedMap;
    this.#pointed = [];
    this.#viewport = within(this.#viewport, displayedMap.map.size);
    const keys = l10n.t('Arrow keys move, Enter selects in the editor, plus and minus zoom.');
    this.#canvas.setAttribute('aria-label', `${label} ${keys}`);
    this.#paint();
  }

  /** Marks the rows at the caret and those that are pointed at. */
  mark(focus: readonly number[], pointed: readonly number[]): void {
    this.#focus = focus;
    this.#pointed = pointed;
    this.#draw();
  }

  themeChanged(): void {
    if (this.#displayedMap) this.#paint();
  }

  #paint(): void {
    const { map } = this.#displayedMap!;
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
    if (!this.#displayedMap || this.#side === 0) return;
    drawHeatmap(this.#canvas, {
      displayedMap: this.#displayedMap,
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
      button('zoom-in', l10n.t('Zoom in (Ctrl+wheel)'), () => this.#zoomAtMark(ZOOM_STEP)),
      button('zoom-out', l10n.t('Zoom out (Ctrl+wheel)'), () => this.#zoomAtMark(1 / ZOOM_STEP)),
      button('screen-full', l10n.t('Show the whole map'), () => this.#setViewport(WHOLE)),
    );
  }

  /** Keeps the cell that is pointed at where it is, else the caret's row; the middle when neither is visible. */
  #zoomAtMark(factor: number): void {
    if (!this.#displayedMap) return;
    const mark = this.#shareOfCell(this.#cell ?? this.#startingCell());
    const [x, y] = mark.every((share) => share >= 0 && share <= 1) ? mark : MIDDLE;
    this.#zoomAt(factor, x, y);
  }

  #zoomAt(factor: number, x: number, y: number): void {
    if (this.#displayedMap) this.#setViewport(zoomed(this.#viewport, this.#displayedMap.map.size, factor, x, y));
  }

  #setViewport(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#draw();
    this.#events.viewportChanged();
  }

  #handleWheel(event: WheelEvent): void {
    if (!this.#displayedMap) return;
    const unit = unitSize(this.#viewport, this.#displayedMap.map.size, this.#side);
    if (event.ctrlKey || event.metaKey) this.#zoomAt(Math.exp(-event.deltaY / WHEEL_PER_ZOOM), ...this.#shareAt(event));
    else if (this.#viewport.zoom > 1) this.#pan(event.deltaX / unit, event.deltaY / unit);
    else return;
    event.preventDefault();
  }

  #pan(right: number, down: number): void {
    this.#setViewport(moved(this.#viewport, this.#displayedMap!.map.size, right, down));
  }

  #startDrag(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, y: event.clientY, viewport: this.#viewport, hasMoved: false };
  }

  #movePointer(event: PointerEvent): void {
    const drag = this.#drag;
    if (!this.#displayedMap) return;
    if (!drag) {
      this.#pointAt(this.#cellAt(event));
      return;
    }
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.hasMoved ||= Math.hypot(x, y) > CLICK_TOLERANCE;
    if (!drag.hasMoved) return;
    const { size } = this.#displayedMap.map;
    const unit = unitSize(drag.viewport, size, this.#side);
    this.#setViewport(moved(drag.viewport, size, -x / unit, -y / unit));
  }

  #endDrag(event: PointerEvent): void {
    const wasClick = this.#drag && !this.#drag.hasMoved;
    this.#drag = undefined;
    const cell = this.#cellAt(event);
    if (wasClick && cell) this.#events.choose(cell);
  }

  /** Where the pointer is in the plot, as shares of its width and height. */
  #shareAt(event: MouseEvent): [x: number, y: number] {
    const { left, top } = this.#canvas.getBoundingClientRect();
    return [(event.clientX - left - GUTTER.left) / this.#side, (event.clientY - top - GUTTER.top) / this.#side];
  }

  /** The cell under the pointer; on a label, the visible cell of its row or column that is nearest to it. */
  #cellAt(event: MouseEvent): Cell | undefined {
    if (!this.#displayedMap) return undefined;
    const { size } = this.#displayedMap.map;
    const visible = visibleUnits(this.#viewport, size);
    const [x, y] = this.#shareAt(event).map((share) => Math.min(Math.max(share, 0), 0.9999));
    return {
      row: Math.floor(this.#viewport.top + y! * visible),
      column: Math.floor(this.#viewport.left + x! * visible),
    };
  }

  #pointAt(cell: Cell | undefined): void {
    if (cell?.row === this.#cell?.row && cell?.column === this.#cell?.column) return;
    this.#cell = cell;
    this.#draw();
    this.#events.point(cell);
  }

  #handleKey(event: KeyboardEvent): void {
    if (!this.#displayedMap) return;
    const cell = this.#cell ?? this.#startingCell();
    const next = nextCell(event, cell, this.#displayedMap.map.size - 1);
    // The first key press goes to the starting cell.
    if (next) this.#moveTo(this.#cell ? next : cell);
    else if (event.key === 'Enter' || event.key === ' ') this.#events.choose(cell);
    else if (event.key === 'Escape') this.#pointAt(undefined);
    else if (!this.#handleZoomKey(event.key)) return;
    event.preventDefault();
  }

  /** Returns whether the key is one that zooms. */
  #handleZoomKey(key: string): boolean {
    if (key === '+' || key === '=') this.#zoomAtMark(ZOOM_STEP);
    else if (key === '-') this.#zoomAtMark(1 / ZOOM_STEP);
    else if (key === '0') this.#setViewport(WHOLE);
    else return false;
    return true;
  }

  #moveTo(cell: Cell): void {
    this.#setViewport(showing(this.#viewport, this.#displayedMap!.map.size, cell.row, cell.column));
    this.#pointAt(cell);
  }

  #shareOfCell({ row, column }: Cell): [x: number, y: number] {
    const visible = visibleUnits(this.#viewport, this.#displayedMap!.map.size);
    return [(column + 0.5 - this.#viewport.left) / visible, (row + 0.5 - this.#viewport.top) / visible];
  }

  /** Where the keyboard starts: the strongest cell of the row at the caret. */
  #startingCell(): Cell {
    const row = this.#focus[0] ?? 0;
    const weights = rowOf(this.#displayedMap!.map, row);
    return { row, column: weights.indexOf(Math.max(...weights)) };
  }
}
