import * as l10n from '@vscode/l10n';
import type { AttentionSteps } from '../../src/contracts/insideRequests';
import { element } from '../common/element';
import { visiblePiece } from '../common/visibleTokenText';
import { SignedHeatmap } from './signedHeatmap';

/**
 * One token's row in each head of a layer: a strip over the tokens, and the token that it looks at most.
 *
 * @param chosen the head whose steps are displayed
 * @param choose called with a head that was clicked
 */
export function headRows(
  { weights, heads, pieces }: AttentionSteps,
  chosen: number,
  choose: (head: number) => void,
): HTMLElement {
  const size = pieces.length;
  const rows = Array.from({ length: heads }, (_, head) => {
    const row = weights.subarray(head * size, (head + 1) * size);
    const target = row.reduce((best, weight, token) => (weight > row[best]! ? token : best), 0);
    const strip = new SignedHeatmap();
    strip.show(Array.from(row, Math.sqrt), size, 1);
    strip.element.setAttribute('aria-hidden', 'true');
    const open = element('button', 'open', l10n.t('Head {0}', head + 1));
    open.dataset['key'] = `head ${head}`;
    open.setAttribute('aria-pressed', String(head === chosen));
    open.addEventListener('click', () => choose(head));
    const strongest = `“${visiblePiece(pieces[target]!)}” ${row[target]!.toFixed(2)}`;
    return element('li', head === chosen ? 'chosen' : '', open, strip.element, element('span', 'value', strongest));
  });
  return element('ol', 'heads', ...rows);
}
