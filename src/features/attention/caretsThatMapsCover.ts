import type { Attention } from '../../contracts/attentionRequests';
import type { Span } from '../../core/text/span';
import type { PromptPart } from '../shared/promptPartOfPage';

/** The carets that a map covers, and whether it covers the whole prompt. */
interface MapCoverage {
  /** Offsets in the part's text at which the map has a row for the caret; unbounded if it reaches the document's end. */
  readonly covers: Span;
  readonly coversAll: boolean;
}

/** Which carets a map of a part of a prompt covers. As the caret leaves them, maps are requested again. */
export function coverageOf(part: PromptPart, { pieces, generated, starts, ends }: Attention): MapCoverage {
  // Special tokens have no offset, and generated tokens have offsets beyond the text.
  const isInText = (offset: number) => offset >= 0 && offset <= part.text.length;
  const read = pieces.length - generated;
  const first = starts.subarray(0, read).find(isInText) ?? 0;
  const last = ends.subarray(0, read).findLast(isInText) ?? part.text.length;
  const reachesStart = part.whole.text.slice(0, part.offset + first).trim() === '';
  const reachesEnd = part.offset + last >= part.whole.text.trimEnd().length;
  return { covers: { start: first, end: reachesEnd ? Infinity : last + 1 }, coversAll: reachesStart && reachesEnd };
}
