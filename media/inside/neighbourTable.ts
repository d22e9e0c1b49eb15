import * as l10n from '@vscode/l10n';
import { similarity, vectorAt, type SimilarityMeasure, type VectorTable } from '../../src/core/inside/vectorSimilarity';
import { element } from '../common/element';
import { visiblePiece } from '../common/visibleTokenText';

interface Neighbour {
  readonly unit: number;
  readonly label: string;
  readonly values: Readonly<Record<SimilarityMeasure, number>>;
}

/** Neighbours that are listed at first. */
const FIRST = 12;
const MEASURES: readonly SimilarityMeasure[] = ['dot', 'cosine', 'scaled'];

/** A table of the similarity of one unit to every other, in three measures, sortable by each. */
export class NeighbourTable {
  readonly element = element('div', 'neighbours');
  readonly #choose: (unit: number) => void;
  #measure: SimilarityMeasure = 'cosine';
  #neighbours: readonly Neighbour[] = [];
  #listsAll = false;

  /** @param choose called with a unit that was clicked */
  constructor(choose: (unit: number) => void) {
    this.#choose = choose;
  }

  /**
   * @param table one vector a label
   * @param chosen the unit that the others are compared with
   */
  show(table: VectorTable, labels: readonly string[], chosen: number): void {
    const vector = vectorAt(table, chosen);
    const others = labels.map((label, unit) => ({ label, unit })).filter(({ unit }) => unit !== chosen);
    this.#neighbours = others.map(({ label, unit }) => {
      const by = (measure: SimilarityMeasure) => similarity(vector, vectorAt(table, unit), measure);
      return { unit, label, values: { dot: by('dot'), cosine: by('cosine'), scaled: by('scaled') } };
    });
    this.#render();
  }

  #render(): void {
    const sorted = this.#neighbours.toSorted((a, b) => b.values[this.#measure] - a.values[this.#measure]);
    const listed = this.#listsAll ? sorted : sorted.slice(0, FIRST);
    const names: Record<SimilarityMeasure, string> = { dot: 'a·b', cosine: l10n.t('Cosine'), scaled: 'a·b / √d' };
    const headings = MEASURES.map((measure) => this.#heading(measure, names[measure]));
    const head = element('tr', '', element('th', '', l10n.t('Nearest')), ...headings);
    const body = listed.map((neighbour) => this.#row(neighbour));
    const more = element('button', 'more', l10n.t('All {0}', String(sorted.length)));
    more.hidden = listed.length === sorted.length;
    more.addEventListener('click', () => {
      this.#listsAll = true;
      this.#render();
      // The first one that was not listed before.
      this.element.querySelectorAll<HTMLElement>('button.open')[FIRST]?.focus();
    });
    this.element.replaceChildren(element('table', '', element('thead', '', head), element('tbody', '', ...body)), more);
  }

  #heading(measure: SimilarityMeasure, name: string): HTMLElement {
    const isSorted = measure === this.#measure;
    const button = element('button', '', isSorted ? `${name} ↓` : name);
    button.dataset['measure'] = measure;
    button.addEventListener('click', () => {
      this.#measure = measure;
      this.#render();
      this.element.querySelector<HTMLElement>(`[data-measure=${measure}]`)!.focus();
    });
    const cell = element('th', '', button);
    cell.setAttribute('scope', 'col');
    if (isSorted) cell.setAttribute('aria-sort', 'descending');
    return cell;
  }

  #row({ unit, label, values }: Neighbour): HTMLElement {
    const open = element('button', 'open', visiblePiece(label));
    open.addEventListener('click', () => this.#choose(unit));
    const name = element('th', '', open);
    name.setAttribute('scope', 'row');
    const cells = MEASURES.map((measure) => element('td', '', values[measure].toFixed(3)));
    cells[1]!.style.setProperty('--weight', String(Math.max(0, values.cosine)));
    return element('tr', '', name, ...cells);
  }
}
