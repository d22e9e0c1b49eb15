import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { OrderFinding } from './orderFinding';
import { pointingBack } from './forwardReferences';
import { moveEarlier } from './moveEarlier';
import { outlineOf } from './outline';

/**
 * The edits, last one first, that bring what is needed before what needs it; words that point to it then point the other way.
 * Undefined where it is not known what should be moved.
 */
export function orderFix(text: string, finding: OrderFinding): Edit[] | undefined {
  const { kind, start, end, move, to, swap } = finding;
  if (swap) {
    const put = (at: Span, words: Span) => ({
      offset: at.start,
      length: at.end - at.start,
      text: text.slice(words.start, words.end),
    });
    return [put(swap, finding), put(finding, swap)];
  }
  if (!move || !to) return undefined;
  const { replaced, inserted, removed } = moveEarlier(outlineOf(text), move, to);
  const part = kind === 'late-instruction' ? inserted.replace(/\babove\b/gi, 'below') : inserted;
  const edits: Edit[] = [
    { offset: removed.start, length: removed.end - removed.start, text: '' },
    { offset: replaced.start, length: replaced.end - replaced.start, text: part },
  ];
  if (kind === 'forward-reference') {
    edits.splice(1, 0, { offset: start, length: end - start, text: pointingBack(text.slice(start, end)) });
  }
  return edits;
}
