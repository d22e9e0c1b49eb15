import * as l10n from '@vscode/l10n';
import type { AttentionSteps } from '../../src/contracts/insideRequests';
import type { InsideHostMessage } from '../../src/contracts/insidePageMessages';
import { element } from '../common/element';
import { keepFocus } from '../common/keepFocus';
import { visiblePiece } from '../common/visibleTokenText';
import { headRows } from './rowInEachHead';
import { stepsTable, tokenKey } from './stepsTable';
import { vectorBars } from './vectorBars';

type StepsAnswer = Extract<InsideHostMessage, { type: 'steps' }>;

interface StepsEvents {
  /** The reader chose another token of the window to see the steps of. */
  chooseToken(token: number): void;
  chooseHead(head: number): void;
}

/** How one row of one head is computed: q, k, v, q·k, its division, the softmax and the weighted sum. */
export class StepsView {
  readonly element = element('section', 'steps');
  readonly #events: StepsEvents;
  #answer: StepsAnswer | undefined;
  /** Whether the table lists all tokens, and not only the strongest. */
  #listsAll = false;

  constructor(events: StepsEvents) {
    this.#events = events;
  }

  show(answer: StepsAnswer): void {
    this.#answer = answer;
    this.#render(answer);
  }

  #render(answer: StepsAnswer): void {
    const content = () => this.element.replaceChildren(...this.#content(answer));
    keepFocus(this.element, content, tokenKey(answer.steps.row));
  }

  #content({ steps, view }: StepsAnswer): HTMLElement[] {
    const token = visiblePiece(steps.pieces[steps.row]!);
    const table = stepsTable(steps, view.head, this.#listsAll, {
      chooseToken: this.#events.chooseToken,
      listAll: () => this.#listAll(),
    });
    return [
      element('h2', '', l10n.t('How “{0}” looks in layer {1}, head {2}', token, view.layer + 1, view.head + 1)),
      element('p', '', l10n.t('1. “{0}” has a query q of {1} numbers.', token, steps.width)),
      element('div', 'one-vector', vectorBars(steps.query, 'q')),
      element('p', '', productStep(steps)),
      element('p', '', l10n.t('3. The softmax turns the scores into shares that sum to 1.')),
      table,
      element('p', '', l10n.t('4. The values v, each multiplied by its share, add up to the head’s output.')),
      element('div', 'one-vector', vectorBars(steps.headOutput, 'Σ softmax · v')),
      element('h2', '', l10n.t('The token’s row in all heads')),
      element('p', '', l10n.t('Each head has queries, keys and values of its own, so it looks elsewhere.')),
      headRows(steps, view.head, this.#events.chooseHead),
    ];
  }

  #listAll(): void {
    this.#listsAll = true;
    if (this.#answer) this.#render(this.#answer);
  }
}

function productStep({ scale, width, task }: AttentionSteps): string {
  const division =
    scale === 1
      ? l10n.t('This model does not divide by √d, and adds a number for the distance.')
      : l10n.t('The product is divided by √d = √{0} = {1}.', width, (1 / scale).toFixed(2));
  const context =
    task === 'causal' ? l10n.t('Tokens to its right are hidden from it.') : l10n.t('It sees the tokens on both sides.');
  return [l10n.t('2. q is multiplied by the key k of each token.'), division, context].join(' ');
}
