import * as l10n from '@vscode/l10n';
import type { ShuffleEffect } from '../../src/contracts/insidePageMessages';
import { element } from '../common/element';

/** The shuffled sentence, and a table of how similar each word's vector still is, layer by layer. */
export function shuffleTable({ words, sentence, cosines }: ShuffleEffect): HTMLElement[] {
  const layers = cosines.length / words.length;
  const names = [
    l10n.t('Word'),
    l10n.t('Input'),
    ...Array.from({ length: layers - 1 }, (_, layer) => String(layer + 1)),
  ];
  const head = element('tr', '', ...names.map((name) => element('th', '', name)));
  const body = words.map((word, index) => {
    const title = element('th', '', word);
    title.setAttribute('scope', 'row');
    const cells = Array.from({ length: layers }, (_, layer) => cell(cosines[layer * words.length + index]!));
    return element('tr', '', title, ...cells);
  });
  const scrolled = element(
    'div',
    'scrolled',
    element('table', '', element('thead', '', head), element('tbody', '', ...body)),
  );
  // Focusable, so that keys can scroll it.
  scrolled.tabIndex = 0;
  scrolled.setAttribute('role', 'region');
  scrolled.setAttribute('aria-label', l10n.t('What the new order does to each word'));
  return [
    element('blockquote', '', sentence),
    element(
      'p',
      '',
      l10n.t('Cosine of each word’s vector before and after shuffling, at the input and after each layer.'),
    ),
    element(
      'p',
      '',
      l10n.t('A word’s input vector is the same at every position; the layers add its position and its neighbours.'),
    ),
    scrolled,
  ];
}

function cell(cosine: number): HTMLElement {
  if (Number.isNaN(cosine)) {
    const other = element('td', '', '–');
    other.title = l10n.t('The word has other tokens at its new position');
    return other;
  }
  const created = element('td', 'share', cosine.toFixed(2));
  // The more a vector has changed, the stronger its shade.
  created.style.setProperty('--weight', String(Math.min(1, Math.max(0, 1 - cosine))));
  return created;
}
