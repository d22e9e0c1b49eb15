import * as l10n from '@vscode/l10n';
import { largest } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { visiblePiece } from '../common/visibleTokenText';
import { ShadeCanvas, type Box } from './paintTokenShades';
import type { UnitEvents } from './hoverAndClickOnTokens';
import { afterMapIsDrawn } from './listTokensAfterMapIsDrawn';

/** The prompt as an ARIA grid of one row, each unit shaded by its weight. Arrow keys move along it. */
export class TextGrid {
  readonly element = element('div', 'text');
  readonly #units = element('div', 'units');
  readonly #shades = new ShadeCanvas();
  readonly #events: UnitEvents;
  readonly #fillSoon = afterMapIsDrawn(() => this.#fillNow());
  readonly #measureSoon = onNextFrame(() => this.#measure());
  #displayedMap: DisplayedMap | undefined;
  /** The unit whose weights are displayed; undefined before `shade` was called. */
  #row: { readonly unit: number; readonly weights: Float32Array } | undefined;
  /** One a unit; empty until they are created. */
  #cells: HTMLElement[] = [];
  /** Where the cells are; undefined until they are laid out. */
  #boxes: readonly Box[] | undefined;
  /** The unit of the cell that is marked as the row's; −1 for none. */
  #marked = -1;
  /** Height of the visible part and where it starts, in CSS pixels. */
  #visibleHeight = 0;
  #scrollTop = 0;
  /** The cell whose label includes its weight. */
  #labelled: HTMLElement | undefined;

  constructor(events: UnitEvents) {
    this.#events = events;
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', l10n.t('Tokens, shaded by how much they are looked at'));
    this.#units.setAttribute('role', 'row');
    this.element.append(this.#shades.element, this.#units);
    this.#units.addEventListener('click', (event) => this.#choose(event.target));
    this.#units.addEventListener('keydown', (event) => this.#handleKey(event));
    this.#units.addEventListener('focusin', (event) => this.#labelFocused(event.target));
    this.#units.addEventListener('focusout', () => this.#events.point(undefined));
    this.#units.addEventListener('pointerover', (event) => this.#events.point(this.#unitOf(event.target)));
    this.#units.addEventListener('pointerleave', () => this.#events.point(undefined));
    this.element.addEventListener('scroll', () => (this.#scrollTop = this.element.scrollTop));
    new ResizeObserver(() => this.#measure()).observe(this.#units);
  }

  /** Lists the units after the frame in which the map is drawn; keeps the cells if the units are the same. */
  fill(displayedMap: DisplayedMap): void {
    const { labels } = this.#displayedMap ?? { labels: [] };
    const isSame =
      labels.length === displayedMap.labels.length &&
      labels.every((label, unit) => label === displayedMap.labels[unit]);
    this.#displayedMap = displayedMap;
    if (isSame) return;
    this.#cells = [];
    this.#row = undefined;
    this.#fillSoon();
  }

  /** Shades each unit by its weight in the row of `unit`. */
  shade(unit: number, weights: Float32Array): void {
    this.#row = { unit, weights };
    if (this.#cells.length > 0) this.#shadeNow();
  }

  #fillNow(): void {
    const { labels, starts } = this.#displayedMap!;
    this.#marked = -1;
    this.#boxes = undefined;
    this.#cells = labels.map((label, unit) => {
      const cell = element('span', starts[unit]! < 0 ? 'token special' : 'token', visiblePiece(label));
      cell.setAttribute('role', 'gridcell');
      cell.dataset['unit'] = String(unit);
      cell.tabIndex = -1;
      return cell;
    });
    this.#units.replaceChildren(...this.#cells);
    this.#measureSoon();
    if (this.#row && this.#cells.length > 0) this.#shadeNow();
  }

  #shadeNow(): void {
    const { unit, weights } = this.#row!;
    const strongest = largest(weights);
    this.#labelled?.removeAttribute('aria-label');
    this.#shades.shade(weights.map((weight) => (strongest === 0 ? 0 : weight / strongest)));
    this.#mark(unit);
  }

  themeChanged(): void {
    this.#shades.themeChanged();
  }

  #mark(unit: number): void {
    if (unit === this.#marked) return;
    const previous = this.#cells[this.#marked];
    previous?.classList.remove('focus');
    if (previous) previous.tabIndex = -1;
    const cell = this.#cells[unit]!;
    cell.classList.add('focus');
    cell.tabIndex = 0;
    this.#marked = unit;
    this.#scrollTo(unit);
  }

  #scrollTo(unit: number): void {
    const box = this.#boxes?.[unit];
    if (!box) return;
    const { top, height } = box;
    if (top >= this.#scrollTop && top + height <= this.#scrollTop + this.#visibleHeight) return;
    this.element.scrollTop = top - this.#visibleHeight / 2;
  }

  /** Runs after the page has changed: measuring in between would make the browser lay it out twice. */
  #measure(): void {
    this.#boxes = this.#cells.map((cell) => ({
      left: cell.offsetLeft,
      top: cell.offsetTop,
      width: cell.offsetWidth,
      height: cell.offsetHeight,
    }));
    this.#visibleHeight = this.element.clientHeight;
    this.#shades.arrange(this.#boxes, this.#units.offsetWidth, this.#units.offsetHeight);
    if (this.#marked >= 0) this.#scrollTo(this.#marked);
  }

  #unitOf(target: EventTarget | null): number | undefined {
    const unit = (target as HTMLElement | null)?.dataset['unit'];
    return unit === undefined ? undefined : Number(unit);
  }

  #choose(target: EventTarget | null): void {
    const unit = this.#unitOf(target);
    if (unit !== undefined) this.#events.choose(unit);
  }

  /** Only the focused cell's label gets its weight: updating 512 labels at each change would be slow. */
  #labelFocused(target: EventTarget | null): void {
    const unit = this.#unitOf(target);
    if (unit === undefined) return;
    const label = `${visiblePiece(this.#displayedMap!.labels[unit]!)}, ${this.#row!.weights[unit]!.toFixed(4)}`;
    this.#labelled = this.#cells[unit]!;
    this.#labelled.setAttribute('aria-label', label);
    this.#events.point(unit);
  }

  #handleKey(event: KeyboardEvent): void {
    const unit = this.#unitOf(event.target);
    if (unit === undefined) return;
    const last = this.#cells.length - 1;
    const moves: Record<string, number> = { ArrowLeft: unit - 1, ArrowRight: unit + 1, Home: 0, End: last };
    const next = moves[event.key];
    if (next !== undefined) this.#cells[Math.min(Math.max(next, 0), last)]!.focus();
    else if (event.key === 'Enter' || event.key === ' ') this.#events.choose(unit);
    else return;
    event.preventDefault();
  }
}
