import { element } from '../common/element';
import { visiblePiece } from '../common/visiblePiece';

interface Events {
  choose(unit: number): void;
  point(unit: number | undefined): void;
}

/** A line of the list: a unit's text, a bar and its weight. Lines stay and are given other units. */
class Link {
  readonly element: HTMLElement;
  readonly #name = element('span', 'name');
  readonly #bar = element('span', 'bar');
  readonly #weight = element('span', 'weight');
  #unit = 0;

  constructor(events: Events) {
    const link = element('button', 'link', this.#name, this.#bar, this.#weight);
    link.addEventListener('click', () => events.choose(this.#unit));
    link.addEventListener('pointerenter', () => events.point(this.#unit));
    link.addEventListener('pointerleave', () => events.point(undefined));
    this.element = element('li', '', link);
  }

  show(unit: number, label: string, weight: number, most: number): void {
    this.#unit = unit;
    this.#name.textContent = visiblePiece(label);
    this.#weight.textContent = weight.toFixed(4);
    this.#bar.style.setProperty('--weight', String(weight / most));
  }
}

/** The units that a row looks at most, with a bar and the weight each. */
export class StrongestList {
  readonly element = element('ol', 'strongest');
  readonly #events: Events;
  readonly #links: Link[] = [];

  constructor(events: Events) {
    this.#events = events;
  }

  show(labels: readonly string[], weights: Float32Array, columns: readonly number[]): void {
    while (this.#links.length < columns.length) this.#links.push(new Link(this.#events));
    const links = this.#links.slice(0, columns.length);
    const most = weights[columns[0] ?? 0]!;
    links.forEach((link, index) => {
      const column = columns[index]!;
      link.show(column, labels[column]!, weights[column]!, most);
    });
    if (this.element.children.length !== links.length)
      this.element.replaceChildren(...links.map((link) => link.element));
  }
}
