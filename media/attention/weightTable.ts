import * as l10n from '@vscode/l10n';
import { element } from './element';
import { shown } from './shown';

/** Every weight of a row, and their sum. */
export class WeightTable {
  readonly element: HTMLElement;
  readonly #body = element('tbody');

  constructor() {
    const head = element('tr', '', heading(l10n.t('Looked at'), 'col'), heading(l10n.t('Weight'), 'col'));
    this.element = element('div', 'weights', element('table', '', element('thead', '', head), this.#body));
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', l10n.t('All weights of the row'));
  }

  show(labels: readonly string[], weights: Float32Array, sum: number): void {
    const rows = labels.map((label, unit) => line(shown(label), weights[unit]!));
    const total = line(l10n.t('Sum'), sum);
    total.className = 'sum';
    this.#body.replaceChildren(total, ...rows);
  }
}

function line(name: string, weight: number): HTMLElement {
  return element('tr', '', heading(name, 'row'), element('td', '', weight.toFixed(7)));
}

function heading(text: string, scope: string): HTMLElement {
  const cell = element('th', '', text);
  cell.setAttribute('scope', scope);
  return cell;
}
