import type { Edit } from '../text/textEdit';
import type { Span } from '../text/span';
import type { OrderFinding } from './orderFindingTypes';
import { pointBack, pointForward } from './rewordAboveAndBelow';
import { moveTextEarlier } from './moveTextEarlier';
import { outlineOf } from './promptOutline';

/**
 * The edits that fix a finding, from the end of the text to its start. After a move, references change direction:
 * “below” becomes “above”, or “above” “below”. Undefined when the finding has no fix.
 */
export function orderFix(text: string, finding: OrderFinding): Edit[] | undefined {
  const { kind, start, end, move, to, swapWith } = finding;
  if (swapWith) {
    const replace = (span: Span, source: Span) => ({
      offset: span.start,
      length: span.end - span.start,
      text: text.slice(source.start, source.end),
    });
    return [replace(swapWith, finding), replace(finding, swapWith)];
  }
  if (!move || !to) return undefined;
  const { replaced, inserted, removed } = moveTextEarlier(outlineOf(text), move, to);
  const reworded = kind === 'late-instruction' ? pointForward(inserted) : inserted;
  const edits: Edit[] = [
    { offset: removed.start, length: removed.end - removed.start, text: '' },
    { offset: replaced.start, length: replaced.end - replaced.start, text: reworded },
  ];
  if (kind === 'forward-reference') {
    edits.splice(1, 0, { offset: start, length: end - start, text: pointBack(text.slice(start, end)) });
  }
  return edits;
}
