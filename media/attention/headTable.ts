import * as l10n from '@vscode/l10n';
import type { HeadSurvey } from '../../src/contracts/attention';
import type { HeadSummary } from '../../src/core/attention/headSummary';
import { element } from '../common/element';
import type { HeadPlace } from './headGrid';

interface Line extends HeadPlace {
  readonly summary: HeadSummary;
}

interface Column {
  readonly title: string;
  readonly explanation: string;
  value(line: Line): number;
  text(line: Line): string;
  /** The largest value that there could be; undefined for a name. */
  readonly most?: number;
}

/** What each head does, in numbers, sortable by each. */
export class HeadTable {
  readonly element = element('div', 'summaries');
  readonly #columns: readonly Column[];
  readonly #choose: (place: HeadPlace) => void;
  #lines: readonly Line[] = [];
  #sorted = 0;
  #isDescending = false;
  #size = 1;

  /** @param choose called with a head whose line was clicked */
  constructor(choose: (place: HeadPlace) => void) {
    this.#choose = choose;
    this.#columns = columns();
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', l10n.t('What each head does'));
  }

  /** @param size tokens in the window, which bounds the entropy */
  show({ heads, summaries }: HeadSurvey, size: number): void {
    this.#size = size;
    this.#lines = summaries.map((summary, index) => ({
      layer: Math.floor(index / heads),
      head: index % heads,
      summary,
    }));
    this.#render();
  }

  #render(): void {
    const { value } = this.#columns[this.#sorted]!;
    const sign = this.#isDescending ? -1 : 1;
    const lines = this.#lines.toSorted((a, b) => sign * (value(a) - value(b)));
    const head = element('tr', '', ...this.#columns.map((column, index) => this.#heading(column, index)));
    const body = lines.map((line) => this.#line(line));
    this.element.replaceChildren(element('table', '', element('thead', '', head), element('tbody', '', ...body)));
  }

  #heading({ title, explanation }: Column, index: number): HTMLElement {
    const isSorted = index === this.#sorted;
    const arrow = isSorted ? (this.#isDescending ? ' ↓' : ' ↑') : '';
    const button = element('button', '', title + arrow);
    button.title = explanation;
    button.addEventListener('click', () => {
      // Names are sorted upwards at first, measures downwards: the strongest are what one looks for.
      this.#isDescending = isSorted ? !this.#isDescending : index > 0;
      this.#sorted = index;
      this.#render();
      this.element.querySelectorAll<HTMLElement>('th button')[index]!.focus();
    });
    const cell = element('th', '', button);
    cell.setAttribute('scope', 'col');
    if (isSorted) cell.setAttribute('aria-sort', this.#isDescending ? 'descending' : 'ascending');
    return cell;
  }

  #line(line: Line): HTMLElement {
    const [name, ...measures] = this.#columns;
    const open = element('button', 'open', name!.text(line));
    open.addEventListener('click', () => this.#choose(line));
    open.title = l10n.t('Show this head');
    const title = element('th', '', open);
    title.setAttribute('scope', 'row');
    const cells = measures.map((column) => {
      const cell = element('td', '', column.text(line));
      const most = column.most ?? Math.log2(Math.max(2, this.#size));
      cell.style.setProperty('--weight', String(Math.min(1, column.value(line) / most)));
      return cell;
    });
    return element('tr', '', title, ...cells);
  }
}

function columns(): Column[] {
  const share = (title: string, explanation: string, key: keyof HeadSummary): Column => ({
    title,
    explanation,
    value: ({ summary }) => summary[key],
    text: ({ summary }) => `${Math.round(100 * summary[key])}%`,
    most: 1,
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
    share(l10n.t('Sink'), l10n.t('Share on special tokens and the first token of a GPT'), 'sink'),
    share(l10n.t('Prev.'), l10n.t('Share on the token just before'), 'previous'),
    share(l10n.t('Next'), l10n.t('Share on the token just after'), 'next'),
    share(l10n.t('Same'), l10n.t('Share on other places of the same token'), 'same'),
    share(l10n.t('Ind.'), l10n.t('Induction: share on what came after earlier places of the same token'), 'induction'),
  ];
}
