import * as l10n from '@vscode/l10n';
import { element } from '../common/element';
import { visiblePiece } from '../common/visibleTokenText';

/** A table of every weight of a row, and their sum. */
export class WeightTable {
  readonly element: HTMLElement;
  readonly #body = element('tbody');
  readonly #sum = element('td');
  #labels: readonly string[] = [];
  #cells: HTMLElement[] = [];

  constructor() {
    const head = element('tr', '', heading(l10n.t('Looked at'), 'col'), heading(l10n.t('Weight'), 'col'));
    this.element = element('div', 'weights', element('table', '', element('thead', '', head), this.#body));
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', l10n.t('All weights of the row'));
  }

  show(labels: readonly string[], weights: Float32Array, sum: number): void {
    if (labels !== this.#labels) this.#fill(labels);
    this.#sum.textContent = sum.toFixed(7);
    for (const [unit, cell] of this.#cells.entries()) cell.textContent = weights[unit]!.toFixed(7);
  }

  #fill(labels: readonly string[]): void {
    this.#labels = labels;
    this.#cells = labels.map(() => element('td'));
    const rows = labels.map((label, unit) =>
      element('tr', '', heading(visiblePiece(label), 'row'), this.#cells[unit]!),
    );
    const total = element('tr', 'sum', heading(l10n.t('Sum'), 'row'), this.#sum);
    this.#body.replaceChildren(total, ...rows);
  }
}

function heading(text: string, scope: string): HTMLElement {
  const cell = element('th', '', text);
  cell.setAttribute('scope', scope);
  return cell;
}
