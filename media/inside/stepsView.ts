import * as l10n from '@vscode/l10n';
import type { AttentionSteps } from '../../src/contracts/inside';
import type { InsideHostMessage } from '../../src/contracts/insidePage';
import { element } from '../common/element';
import { keepFocus } from '../common/keepFocus';
import { visiblePiece } from '../common/visiblePiece';
import { headRows } from './headRows';
import { largest, vectorBars } from './vectorBars';

type Message = Extract<InsideHostMessage, { type: 'steps' }>;

interface Events {
  /** Show how this token looks. */
  row(token: number): void;
  /** Show this head. */
  head(head: number): void;
}

const FIRST = 10;

/** How one token's row of one head comes about: q, k, v, q·k, its division, the softmax and the weighted sum. */
export class StepsView {
  readonly element = element('section', 'steps');
  readonly #events: Events;
  #message: Message | undefined;
  #isWhole = false;

  constructor(events: Events) {
    this.#events = events;
  }

  show(message: Message): void {
    this.#message = message;
    this.#render();
  }

  #render(): void {
    const message = this.#message;
    if (message) keepFocus(this.element, () => this.#renderNow(message), tokenKey(message.steps.row));
  }

  #renderNow({ steps, view }: Message): void {
    const looking = visiblePiece(steps.pieces[steps.row]!);
    this.element.replaceChildren(
      element('h2', '', l10n.t('How “{0}” looks in layer {1}, head {2}', looking, view.layer + 1, view.head + 1)),
      ...this.#query(steps, looking),
      ...this.#comparing(steps),
      ...this.#mixing(steps),
      element('h2', '', l10n.t('The same row in all heads')),
      element('p', '', l10n.t('Each head has queries, keys and values of its own, so it looks elsewhere.')),
      headRows(steps, view.head, this.#events.head),
    );
  }

  #query({ query, width }: AttentionSteps, looking: string): HTMLElement[] {
    return [
      element('p', '', l10n.t('1. “{0}” asks with its query q, {1} numbers.', looking, width)),
      element('div', 'one-vector', vectorBars(query, 'q')),
    ];
  }

  #comparing(steps: AttentionSteps): HTMLElement[] {
    const { scale, width, task } = steps;
    const divided =
      scale === 1
        ? l10n.t('This model does not divide by √d, and adds a number for the distance.')
        : l10n.t('The product is divided by √d = √{0} = {1}.', width, (1 / scale).toFixed(2));
    const sees =
      task === 'causal'
        ? l10n.t('Tokens to its right are hidden from it.')
        : l10n.t('It sees the tokens on both sides.');
    return [
      element('p', '', [l10n.t('2. q is multiplied with the key k of each token.'), divided, sees].join(' ')),
      element('p', '', l10n.t('3. The softmax makes shares of it that sum to 1.')),
      this.#table(steps),
    ];
  }

  #mixing({ headOutput }: AttentionSteps): HTMLElement[] {
    return [
      element('p', '', l10n.t('4. The values v, each times its share, add up to what the token takes in.')),
      element('div', 'one-vector', vectorBars(headOutput, 'Σ softmax · v')),
    ];
  }

  #table(steps: AttentionSteps): HTMLElement {
    const { pieces, scores, keys, values, products, scale, row } = steps;
    const weights = weightsOf(steps, this.#message!.view.head);
    const seen = Array.from(pieces.keys()).filter((token) => scores[token] !== -Infinity);
    const byWeight = seen.toSorted((a, b) => weights[b]! - weights[a]!);
    const listed = this.#isWhole ? seen : byWeight.slice(0, FIRST).sort((a, b) => a - b);
    const [highestKey, highestValue] = [largest(keys), largest(values)];
    const isAdded = hasAddition(steps);
    const names = [l10n.t('Token'), 'k', 'q·k', '÷√d', ...(isAdded ? [l10n.t('+ position')] : []), 'softmax', 'v'];
    const head = element('tr', '', ...names.map((name) => element('th', '', name)));
    const body = listed.map((token) => {
      const open = element('button', 'open', visiblePiece(pieces[token]!));
      open.dataset['key'] = tokenKey(token);
      open.title = l10n.t('Show how this token looks');
      open.addEventListener('click', () => this.#events.row(token));
      const softmax = element('td', 'share', weights[token]!.toFixed(4));
      softmax.style.setProperty('--weight', String(weights[token]));
      const added = isAdded ? [element('td', '', scores[token]!.toFixed(2))] : [];
      return element(
        'tr',
        token === row ? 'own' : '',
        element('th', '', open),
        element('td', '', vectorBars(vectorOf(keys, steps, token), 'k', highestKey)),
        element('td', '', products[token]!.toFixed(2)),
        element('td', '', (products[token]! * scale).toFixed(2)),
        ...added,
        softmax,
        element('td', '', vectorBars(vectorOf(values, steps, token), 'v', highestValue)),
      );
    });
    const rest = seen.filter((token) => !listed.includes(token)).reduce((sum, token) => sum + weights[token]!, 0);
    const more = element('button', 'more', l10n.t('All {0} tokens (the others: {1})', seen.length, rest.toFixed(4)));
    more.dataset['key'] = 'all';
    more.hidden = listed.length === seen.length;
    more.addEventListener('click', () => {
      this.#isWhole = true;
      this.#render();
    });
    const table = element('table', '', element('thead', '', head), element('tbody', '', ...body));
    return element('div', 'comparing', table, more);
  }
}

function tokenKey(token: number): string {
  return `token ${token}`;
}

function vectorOf(vectors: Float32Array, { width }: AttentionSteps, token: number): Float32Array {
  return vectors.subarray(token * width, (token + 1) * width);
}

function weightsOf({ weights, pieces }: AttentionSteps, head: number): Float32Array {
  return weights.subarray(head * pieces.length, (head + 1) * pieces.length);
}

/** Whether the graph adds something between the division and the softmax, as it does for relative positions. */
function hasAddition({ products, scores, scale }: AttentionSteps): boolean {
  return scores.some((score, token) => score !== -Infinity && Math.abs(score - products[token]! * scale) > 1e-3);
}
