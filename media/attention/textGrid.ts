import * as l10n from '@vscode/l10n';
import { largest } from '../../src/core/attention/attentionMap';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { element } from '../common/element';
import { onNextFrame } from '../common/onNextFrame';
import { ShadeCanvas, type Place } from './shadeCanvas';
import { visiblePiece } from '../common/visiblePiece';

interface Events {
  choose(unit: number): void;
  point(unit: number | undefined): void;
}

/** The prompt as an ARIA grid of one row, each unit shaded by how much it is looked at. Arrow keys walk over it. */
export class TextGrid {
  readonly element = element('div', 'text');
  readonly #row = element('div', 'units');
  readonly #events: Events;
  #cells: HTMLElement[] = [];
  #plane: DisplayedMap | undefined;
  #shaded: { readonly focus: number; readonly weights: Float32Array } | undefined;
  readonly #shades = new ShadeCanvas();
  readonly #fillSoon = onNextFrame(() => requestAnimationFrame(() => this.#fillNow()));
  readonly #measureSoon = onNextFrame(() => this.#measure());
  #focus = -1;
  /** Where the cells stand; undefined until they are laid out. */
  #places: readonly Place[] | undefined;
  #seen = 0;
  #scrolled = 0;
  /** The cell whose weight was named. */
  #named: HTMLElement | undefined;

  constructor(events: Events) {
    this.#events = events;
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', l10n.t('Tokens, shaded by how much they are looked at'));
    this.#row.setAttribute('role', 'row');
    this.element.append(this.#shades.element, this.#row);
    this.#row.addEventListener('click', (event) => this.#choose(event.target));
    this.#row.addEventListener('keydown', (event) => this.#key(event));
    this.#row.addEventListener('focusin', (event) => this.#focused(event.target));
    this.#row.addEventListener('focusout', () => this.#events.point(undefined));
    this.#row.addEventListener('pointerover', (event) => this.#events.point(this.#unitOf(event.target)));
    this.#row.addEventListener('pointerleave', () => this.#events.point(undefined));
    this.element.addEventListener('scroll', () => (this.#scrolled = this.element.scrollTop));
    new ResizeObserver(() => this.#measure()).observe(this.#row);
  }

  /** Lists the units, once the map that is drawn in this frame is on the screen; those that are listed stay. */
  fill(plane: DisplayedMap): void {
    const { labels } = this.#plane ?? { labels: [] };
    const isSame = labels.length === plane.labels.length && labels.every((label, unit) => label === plane.labels[unit]);
    this.#plane = plane;
    if (isSame) return;
    this.#cells = [];
    this.#fillSoon();
  }

  /** Shades what the unit `focus` looks at. */
  shade(focus: number, weights: Float32Array): void {
    this.#shaded = { focus, weights };
    if (this.#cells.length > 0) this.#shadeNow();
  }

  #fillNow(): void {
    const { labels, starts } = this.#plane!;
    this.#focus = -1;
    this.#places = undefined;
    this.#cells = labels.map((label, unit) => {
      const cell = element('span', starts[unit]! < 0 ? 'token special' : 'token', visiblePiece(label));
      cell.setAttribute('role', 'gridcell');
      cell.dataset['unit'] = String(unit);
      cell.tabIndex = -1;
      return cell;
    });
    this.#row.replaceChildren(...this.#cells);
    this.#measureSoon();
    if (this.#shaded && this.#cells.length > 0) this.#shadeNow();
  }

  #shadeNow(): void {
    const { focus, weights } = this.#shaded!;
    const most = largest(weights);
    this.#named?.removeAttribute('aria-label');
    this.#shades.shade(weights.map((weight) => (most === 0 ? 0 : weight / most)));
    this.#markFocus(focus);
  }

  themeChanged(): void {
    this.#shades.themeChanged();
  }

  #markFocus(focus: number): void {
    if (focus === this.#focus) return;
    const before = this.#cells[this.#focus];
    before?.classList.remove('focus');
    if (before) before.tabIndex = -1;
    const now = this.#cells[focus]!;
    now.classList.add('focus');
    now.tabIndex = 0;
    this.#focus = focus;
    this.#scrollTo(focus);
  }

  #scrollTo(unit: number): void {
    const place = this.#places?.[unit];
    if (!place) return;
    const { top, height } = place;
    if (top >= this.#scrolled && top + height <= this.#scrolled + this.#seen) return;
    this.element.scrollTop = top - this.#seen / 2;
  }

  /** Asking while the page is being changed would make the browser lay it out once more, so it is asked after. */
  #measure(): void {
    this.#places = this.#cells.map((cell) => ({
      left: cell.offsetLeft,
      top: cell.offsetTop,
      width: cell.offsetWidth,
      height: cell.offsetHeight,
    }));
    this.#seen = this.element.clientHeight;
    this.#shades.place(this.#places, this.#row.offsetWidth, this.#row.offsetHeight);
    if (this.#focus >= 0) this.#scrollTo(this.#focus);
  }

  #unitOf(target: EventTarget | null): number | undefined {
    const unit = (target as HTMLElement | null)?.dataset['unit'];
    return unit === undefined ? undefined : Number(unit);
  }

  #choose(target: EventTarget | null): void {
    const unit = this.#unitOf(target);
    if (unit !== undefined) this.#events.choose(unit);
  }

  /** Names the weight only now: a label for each of 512 cells at each change would cost more than it is worth. */
  #focused(target: EventTarget | null): void {
    const unit = this.#unitOf(target);
    if (unit === undefined) return;
    const label = `${visiblePiece(this.#plane!.labels[unit]!)}, ${this.#shaded!.weights[unit]!.toFixed(4)}`;
    this.#named = this.#cells[unit]!;
    this.#named.setAttribute('aria-label', label);
    this.#events.point(unit);
  }

  #key(event: KeyboardEvent): void {
    const unit = this.#unitOf(event.target);
    if (unit === undefined) return;
    const last = this.#cells.length - 1;
    const steps: Record<string, number> = { ArrowLeft: unit - 1, ArrowRight: unit + 1, Home: 0, End: last };
    const to = steps[event.key];
    if (to !== undefined) this.#cells[Math.min(Math.max(to, 0), last)]!.focus();
    else if (event.key === 'Enter' || event.key === ' ') this.#events.choose(unit);
    else return;
    event.preventDefault();
  }
}
