import type { OrderFinding } from './orderFindingTypes';
import type { Span } from '../text/span';
import { firstFrom } from './firstFromOffset';
import { headingsAbout } from './headingsByWords';
import { isBlank } from './lineBounds';
import type { Heading } from './recognizeHeading';
import { sentenceAt, type Outline } from './promptOutline';
import { insertionForPart } from './insertionPoint';
import { isPromise } from './leavePromisesInPlace';

/** Up to four words before a reference, which name its target: “the tools” of “the tools listed below”. */
const WORDS_BEFORE = /(?:[\w'’“”"-]{1,40} ){0,4}$/;
/** UTF-16 code units that these words take at most. */
const WORDS_BEFORE_LENGTH = 4 * 41;

/** Moves the later part that the words name before them, if there is one; a section is preferred to a label. */
export function moveOfReferencedPart(outline: Outline, { start, end }: Span): Pick<OrderFinding, 'move' | 'to'> {
  const { text } = outline;
  const sentence = sentenceAt(outline, start);
  const words = text.slice(start, end);
  if (isPromise(words)) return {};
  const before = text.slice(Math.max(sentence.start, start - WORDS_BEFORE_LENGTH), start);
  const reference = WORDS_BEFORE.exec(before)![0] + words;
  const headings =
    headingsAbout(outline.sectionsByStem, reference, sentence.end) ??
    headingsAbout(outline.byStem, reference, sentence.end);
  const pointsToEnd = /\b(?:end|bottom|foot|last|final|closing)\b/i.test(words);
  const target = pointsToEnd ? headings?.last : headings?.first;
  if (!target || (pointsToEnd && text.slice(endOfPart(outline, target)).trim() !== '')) return {};
  return movePartBefore(outline, start, target);
}

/** Moves the part under `target` before the reference at `start`; nothing when the part is empty. */
export function movePartBefore(outline: Outline, start: number, target: Heading): Pick<OrderFinding, 'move' | 'to'> {
  const move = { start: target.start, end: endOfPart(outline, target) };
  // Moving this heading alone would leave the text that belongs to it behind.
  const isEmpty = target.isAlone && isBlank(outline.text, target.end, move.end);
  return isEmpty ? {} : { move, to: insertionForPart(outline, start, target) };
}

/**
 * End of the part under a heading: for a section, the next heading of its level or above; for a label with text on its
 * line, the end of its paragraph.
 */
function endOfPart(outline: Outline, { end, level, isAlone }: Heading): number {
  const { text, headings, blankLines } = outline;
  const others = headings.slice(firstFrom(headings, end));
  const index = firstFrom(blankLines, end);
  const below = blankLines[index];
  // Labels in the lines directly below belong to the part.
  const block = below && isBlank(text, end, below.start) ? blankLines[index + 1] : below;
  const next =
    level === 0
      ? others.find((each) => each.level > 0 || each.start > (block?.start ?? text.length))
      : others.find((each) => each.level > 0 && each.level <= level);
  const partEnd = next?.start ?? text.length;
  return isAlone || !below ? partEnd : Math.min(partEnd, below.start - 1);
}
