import * as l10n from '@vscode/l10n';
import { largest } from '../../src/core/attention';
import type { Plane } from '../../src/core/attentionPlane';
import { element } from './element';
import { shown } from './shown';

interface Events {
  choose(unit: number): void;
  point(unit: number | undefined): void;
}

/** Steps of shading; most weights fall into the lowest, so that few tokens change when the row does. */
const LEVELS = 16;

/** The prompt as an ARIA grid of one row, each unit shaded by how much it is looked at. Arrow keys walk over it. */
export class TextGrid {
  readonly element = element('div', 'text');
  readonly #row = element('div', 'units');
  readonly #events: Events;
  #cells: HTMLElement[] = [];
  #labels: readonly string[] = [];
  #levels = new Uint8Array(0);
  #weights: Float32Array = new Float32Array(0);
  #focus = -1;
  /** The cell whose weight was named. */
  #named: HTMLElement | undefined;

  constructor(events: Events) {
    this.#events = events;
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', l10n.t('Tokens, shaded by how much they are looked at'));
    this.#row.setAttribute('role', 'row');
    this.element.append(this.#row);
    this.#row.addEventListener('click', (event) => this.#choose(event.target));
    this.#row.addEventListener('keydown', (event) => this.#key(event));
    this.#row.addEventListener('focusin', (event) => this.#focused(event.target));
    this.#row.addEventListener('focusout', () => this.#events.point(undefined));
    this.#row.addEventListener('pointerover', (event) => this.#events.point(this.#unitOf(event.target)));
    this.#row.addEventListener('pointerleave', () => this.#events.point(undefined));
  }

  fill({ labels, starts }: Plane): void {
    this.#labels = labels;
    this.#levels = new Uint8Array(labels.length);
    this.#focus = -1;
    this.#cells = labels.map((label, unit) => {
      const cell = element('span', starts[unit]! < 0 ? 'token special' : 'token', shown(label));
      cell.setAttribute('role', 'gridcell');
      cell.dataset['unit'] = String(unit);
      cell.tabIndex = -1;
      return cell;
    });
    this.#row.replaceChildren(...this.#cells);
  }

  /** Shades what the unit `focus` looks at. */
  shade(focus: number, weights: Float32Array): void {
    const most = largest(weights);
    this.#weights = weights;
    this.#named?.removeAttribute('aria-label');
    for (const [unit, cell] of this.#cells.entries()) {
      const level = most === 0 ? 0 : Math.round((weights[unit]! / most) * LEVELS);
      if (level !== this.#levels[unit]) cell.style.setProperty('--weight', String(level / LEVELS));
      this.#levels[unit] = level;
    }
    this.#markFocus(focus);
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
    const { offsetTop, offsetHeight } = now;
    const { scrollTop, clientHeight } = this.element;
    const isSeen = offsetTop >= scrollTop && offsetTop + offsetHeight <= scrollTop + clientHeight;
    if (!isSeen) this.element.scrollTop = offsetTop - clientHeight / 2;
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
    const label = `${shown(this.#labels[unit]!)}, ${this.#weights[unit]!.toFixed(4)}`;
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
