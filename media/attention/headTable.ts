import * as l10n from '@vscode/l10n';
import type { HeadSurvey } from '../../src/contracts/attentionRequests';
import type { HeadSummary } from '../../src/core/attention/headSummary';
import { element } from '../common/element';
import type { HeadIndex } from './headThumbnails';

interface HeadRow extends HeadIndex {
  readonly summary: HeadSummary;
}

interface HeadColumn {
  readonly title: string;
  readonly explanation: string;
  value(row: HeadRow): number;
  text(row: HeadRow): string;
  /** The largest possible value, whose cell has the strongest shade; undefined for the entropy in bits. */
  readonly largest?: number;
}

/** A table of what each head does, sortable by each measure. */
export class HeadTable {
  readonly element = element('div', 'summaries');
  readonly #columns = headColumns();
  readonly #choose: (head: HeadIndex) => void;
  #rows: readonly HeadRow[] = [];
  /** Index of the column that the rows are sorted by. */
  #sortColumn = 0;
  #isDescending = false;
  /** Tokens in the window. */
  #size = 1;

  /** @param choose called with a head whose name was clicked */
  constructor(choose: (head: HeadIndex) => void) {
    this.#choose = choose;
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', l10n.t('What each head does'));
  }

  /** @param size tokens in the window, which limits the entropy */
  show({ heads, summaries }: HeadSurvey, size: number): void {
    this.#size = size;
    this.#rows = summaries.map((summary, index) => ({
      layer: Math.floor(index / heads),
      head: index % heads,
      summary,
    }));
    this.#render();
  }

  #render(): void {
    const { value } = this.#columns[this.#sortColumn]!;
    const sign = this.#isDescending ? -1 : 1;
    const rows = this.#rows.toSorted((a, b) => sign * (value(a) - value(b)));
    const head = element('tr', '', ...this.#columns.map((column, index) => this.#heading(column, index)));
    const body = rows.map((row) => this.#row(row));
    this.element.replaceChildren(element('table', '', element('thead', '', head), element('tbody', '', ...body)));
  }

  #heading({ title, explanation }: HeadColumn, index: number): HTMLElement {
    const isSorted = index === this.#sortColumn;
    const arrow = isSorted ? (this.#isDescending ? ' ↓' : ' ↑') : '';
    const button = element('button', '', title + arrow);
    button.title = explanation;
    button.addEventListener('click', () => {
      // Names are ascending at first, measures descending: readers look for the strongest heads.
      this.#isDescending = isSorted ? !this.#isDescending : index > 0;
      this.#sortColumn = index;
      this.#render();
      this.element.querySelectorAll<HTMLElement>('th button')[index]!.focus();
    });
    const cell = element('th', '', button);
    cell.setAttribute('scope', 'col');
    if (isSorted) cell.setAttribute('aria-sort', this.#isDescending ? 'descending' : 'ascending');
    return cell;
  }

  #row(row: HeadRow): HTMLElement {
    const [name, ...measures] = this.#columns;
    const open = element('button', 'open', name!.text(row));
    open.addEventListener('click', () => this.#choose(row));
    open.title = l10n.t('Show this head');
    const title = element('th', '', open);
    title.setAttribute('scope', 'row');
    const cells = measures.map((column) => {
      const cell = element('td', '', column.text(row));
      const largest = column.largest ?? Math.log2(Math.max(2, this.#size));
      cell.style.setProperty('--weight', String(Math.min(1, column.value(row) / largest)));
      return cell;
    });
    return element('tr', '', title, ...cells);
  }
}

function headColumns(): HeadColumn[] {
  const share = (title: string, explanation: string, key: keyof HeadSummary): HeadColumn => ({
    title,
    explanation,
    value: ({ summary }) => summary[key],
    text: ({ summary }) => `${Math.round(100 * summary[key])}%`,
    largest: 1,
  });
  return [
    {
      title: l10n.t('Head'),
      explanation: l10n.t('Layer and head'),
      value: ({ layer, head }) => layer * 1000 + head,
      text: ({ layer, head }) => `${layer + 1}·${head + 1}`,
    },
    {
      title: l10n.t('Bits'),
      explanation: l10n.t('Entropy: how widely a token spreads its weight, in bits'),
      value: ({ summary }) => summary.entropy,
      text: ({ summary }) => summary.entropy.toFixed(1),
    },
    share(l10n.t('Sink'), l10n.t('Share on tokens that draw weight from everywhere'), 'sink'),
    share(l10n.t('Prev.'), l10n.t('Share on the token just before'), 'previous'),
    share(l10n.t('Next'), l10n.t('Share on the token just after'), 'next'),
    share(l10n.t('Same'), l10n.t('Share on other occurrences of the same token'), 'same'),
    share(
      l10n.t('Ind.'),
      l10n.t('Induction: share on the tokens after earlier occurrences of the same token'),
      'induction',
    ),
  ];
}
