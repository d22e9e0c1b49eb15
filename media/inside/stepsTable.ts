import * as l10n from '@vscode/l10n';
import type { AttentionSteps } from '../../src/contracts/insideRequests';
import { element } from '../common/element';
import { visiblePiece } from '../common/visibleTokenText';
import { largestAbsolute, vectorBars } from './vectorBars';
import { hasBias } from './hasPositionBias';

interface StepsTableEvents {
  /** The reader chose another token of the window to see the steps of. */
  chooseToken(token: number): void;
  /** The reader wants all tokens listed. */
  listAll(): void;
}

/** Tokens that are listed at first: those with the largest weights. */
const FIRST = 10;

/** Key of a token's button, for keepFocus(). */
export function tokenKey(token: number): string {
  return `token ${token}`;
}

/** A table of the tokens that are not masked, with the steps from their keys to their values. */
export function stepsTable(
  steps: AttentionSteps,
  head: number,
  listsAll: boolean,
  events: StepsTableEvents,
): HTMLElement {
  const weights = weightsOf(steps, head);
  const unmasked = Array.from(steps.pieces.keys()).filter((token) => steps.scores[token] !== -Infinity);
  const strongest = unmasked.toSorted((a, b) => weights[b]! - weights[a]!).slice(0, FIRST);
  const listed = listsAll ? unmasked : strongest.sort((a, b) => a - b);
  const table = element(
    'table',
    '',
    element('thead', '', headingRow(hasBias(steps))),
    element('tbody', '', ...tokenRows(steps, weights, listed, events)),
  );
  return element('div', 'comparing', table, listAllButton(weights, unmasked, listed, events));
}

function headingRow(hasBiasColumn: boolean): HTMLElement {
  const bias = hasBiasColumn ? [l10n.t('+ position')] : [];
  const names = [l10n.t('Token'), 'k', 'q·k', '÷√d', ...bias, 'softmax', 'v'];
  return element('tr', '', ...names.map((name) => element('th', '', name)));
}

function tokenRows(
  steps: AttentionSteps,
  weights: Float32Array,
  tokens: readonly number[],
  events: StepsTableEvents,
): HTMLElement[] {
  const { pieces, scores, keys, values, products, scale, row } = steps;
  const [largestKey, largestValue] = [largestAbsolute(keys), largestAbsolute(values)];
  const hasBiasColumn = hasBias(steps);
  return tokens.map((token) => {
    const open = element('button', 'open', visiblePiece(pieces[token]!));
    open.dataset['key'] = tokenKey(token);
    open.title = l10n.t('Show how this token looks');
    open.addEventListener('click', () => events.chooseToken(token));
    const softmax = element('td', 'share', weights[token]!.toFixed(4));
    softmax.style.setProperty('--weight', String(weights[token]));
    return element(
      'tr',
      token === row ? 'own' : '',
      element('th', '', open),
      element('td', '', vectorBars(vectorOf(keys, steps, token), 'k', largestKey)),
      element('td', '', products[token]!.toFixed(2)),
      element('td', '', (products[token]! * scale).toFixed(2)),
      ...(hasBiasColumn ? [element('td', '', scores[token]!.toFixed(2))] : []),
      softmax,
      element('td', '', vectorBars(vectorOf(values, steps, token), 'v', largestValue)),
    );
  });
}

/** A button to list all tokens, with the weight of those that are not listed. */
function listAllButton(
  weights: Float32Array,
  unmasked: readonly number[],
  listed: readonly number[],
  events: StepsTableEvents,
): HTMLElement {
  const others = unmasked.filter((token) => !listed.includes(token));
  const weight = others.reduce((sum, token) => sum + weights[token]!, 0);
  const button = element(
    'button',
    'more',
    l10n.t('All {0} tokens (the others: {1})', unmasked.length, weight.toFixed(4)),
  );
  button.dataset['key'] = 'all';
  button.hidden = others.length === 0;
  button.addEventListener('click', () => events.listAll());
  return button;
}

function vectorOf(vectors: Float32Array, { width }: AttentionSteps, token: number): Float32Array {
  return vectors.subarray(token * width, (token + 1) * width);
}

function weightsOf({ weights, pieces }: AttentionSteps, head: number): Float32Array {
  return weights.subarray(head * pieces.length, (head + 1) * pieces.length);
}
