import { rowSum, strongest, weightAt, type AttentionMap } from '../../src/core/attention';
import { element } from './element';
import { shown } from './shown';

const STRONGEST = 8;

/** What one token looks at: the prompt shaded by its weights, the strongest links, and every weight as a table. */
export class RowView {
  readonly element = element('section', 'row');
  readonly #heading = element('h2');
  readonly #text = element('div', 'text');
  readonly #strongest = element('ol', 'strongest');
  readonly #table = element('table');
  readonly #all = element('details', '', element('summary', '', 'All weights of this row'), this.#table);
  readonly #choose: (token: number) => void;
  #map: AttentionMap | undefined;
  #pieces: readonly string[] = [];
  #row = -1;

  /** @param choose called with a token that was clicked */
  constructor(choose: (token: number) => void) {
    this.#choose = choose;
    this.#heading.setAttribute('aria-live', 'polite');
    this.element.append(this.#heading, this.#text, this.#strongest, this.#all);
    this.#all.addEventListener('toggle', () => this.#fillTable());
  }

  show(map: AttentionMap, pieces: readonly string[], special: readonly boolean[], row: number): void {
    this.#map = map;
    this.#pieces = pieces;
    this.#text.replaceChildren(
      ...pieces.map((piece, token) => {
        const span = element('span', special[token] ? 'token special' : 'token', shown(piece));
        span.addEventListener('click', () => this.#choose(token));
        return span;
      }),
    );
    this.focusRow(row);
  }

  focusRow(row: number): void {
    const map = this.#map;
    this.#row = row;
    this.element.hidden = !map || row < 0;
    if (!map || row < 0) return;
    this.#heading.textContent = `“${shown(this.#pieces[row]!)}” looks at`;
    const columns = strongest(map, row, STRONGEST);
    const most = weightAt(map, row, columns[0]!);
    [...this.#text.children].forEach((child, column) => {
      const token = child as HTMLElement;
      token.classList.toggle('focus', column === row);
      token.style.setProperty('--weight', String(weightAt(map, row, column) / most));
      token.title = weightAt(map, row, column).toFixed(4);
    });
    this.#strongest.replaceChildren(...columns.map((column) => this.#link(map, row, column, most)));
    this.#fillTable();
  }

  #link(map: AttentionMap, row: number, column: number, most: number): HTMLElement {
    const weight = weightAt(map, row, column);
    const bar = element('span', 'bar');
    bar.style.setProperty('--weight', String(weight / most));
    const name = element('span', 'name', shown(this.#pieces[column]!));
    const button = element('button', 'link', name, bar, element('span', 'weight', weight.toFixed(3)));
    button.addEventListener('click', () => this.#choose(column));
    return element('li', '', button);
  }

  #fillTable(): void {
    const map = this.#map;
    if (!map || this.#row < 0 || !this.#all.open) return;
    const cells = this.#pieces.map((piece, column) => tableRow(shown(piece), weightAt(map, this.#row, column)));
    this.#table.replaceChildren(...cells, tableRow('Sum', rowSum(map, this.#row)));
  }
}

function tableRow(name: string, weight: number): HTMLElement {
  return element('tr', '', element('th', '', name), element('td', '', weight.toFixed(7)));
}
