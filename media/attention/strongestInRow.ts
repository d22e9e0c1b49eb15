import { element } from '../common/element';
import { visiblePiece } from '../common/visibleTokenText';
import type { UnitEvents } from './hoverAndClickOnTokens';

/** Units in the list. */
export const MOST_LISTED = 8;

/** An item of the list: a unit's label, a bar and its weight. Items are reused for other units. */
class StrongestItem {
  readonly element: HTMLElement;
  readonly #name = element('span', 'name');
  readonly #bar = element('span', 'bar');
  readonly #weight = element('span', 'weight');
  #unit = 0;

  constructor(events: UnitEvents) {
    const button = element('button', 'link', this.#name, this.#bar, this.#weight);
    button.addEventListener('click', () => events.choose(this.#unit));
    button.addEventListener('pointerenter', () => events.point(this.#unit));
    button.addEventListener('pointerleave', () => events.point(undefined));
    this.element = element('li', '', button);
  }

  show(unit: number, label: string, weight: number, strongest: number): void {
    this.#unit = unit;
    this.#name.textContent = visiblePiece(label);
    this.#weight.textContent = weight.toFixed(4);
    this.#bar.style.setProperty('--weight', String(weight / strongest));
  }
}

/** The units that a row looks at most, each with a bar and its weight. */
export class StrongestList {
  readonly element = element('ol', 'strongest');
  readonly #events: UnitEvents;
  readonly #items: StrongestItem[] = [];

  constructor(events: UnitEvents) {
    this.#events = events;
  }

  /** @param units to list, strongest first */
  show(labels: readonly string[], weights: Float32Array, units: readonly number[]): void {
    while (this.#items.length < units.length) this.#items.push(new StrongestItem(this.#events));
    const items = this.#items.slice(0, units.length);
    const strongest = weights[units[0] ?? 0]!;
    items.forEach((item, index) => {
      const unit = units[index]!;
      item.show(unit, labels[unit]!, weights[unit]!, strongest);
    });
    if (this.element.children.length !== items.length)
      this.element.replaceChildren(...items.map((item) => item.element));
  }
}
