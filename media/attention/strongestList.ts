import { element } from './element';
import { shown } from './shown';

interface Events {
  choose(unit: number): void;
  point(unit: number | undefined): void;
}

/** The units that a row looks at most, with a bar and the weight each. */
export class StrongestList {
  readonly element = element('ol', 'strongest');
  readonly #events: Events;

  constructor(events: Events) {
    this.#events = events;
  }

  show(labels: readonly string[], weights: Float32Array, columns: readonly number[]): void {
    const most = weights[columns[0] ?? 0]!;
    this.element.replaceChildren(
      ...columns.map((column) => element('li', '', this.#link(column, labels[column]!, weights[column]!, most))),
    );
  }

  #link(column: number, label: string, weight: number, most: number): HTMLElement {
    const bar = element('span', 'bar');
    bar.style.setProperty('--weight', String(weight / most));
    const name = element('span', 'name', shown(label));
    const link = element('button', 'link', name, bar, element('span', 'weight', weight.toFixed(4)));
    link.addEventListener('click', () => this.#events.choose(column));
    link.addEventListener('pointerenter', () => this.#events.point(column));
    link.addEventListener('pointerleave', () => this.#events.point(undefined));
    return link;
  }
}
