import type { OrderFinding } from './orderFindingTypes';
import type { Span } from '../text/span';
import { endOfLine, isBlank } from './lineBounds';
import { isHeadingAlone, headingMatcher, type Heading } from './recognizeHeading';
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
  const matches = headingMatcher(WORDS_BEFORE.exec(before)![0] + words);
  const headings = outline.headings.filter((heading) => heading.start >= sentence.end && matches(heading));
  const sections = headings.filter(({ level }) => level > 0);
  const candidates = sections.length > 0 ? sections : headings;
  const pointsToEnd = /\b(?:end|bottom|foot|last|final|closing)\b/i.test(words);
  const target = pointsToEnd ? candidates.at(-1) : candidates[0];
  if (!target || (pointsToEnd && text.slice(endOfPart(outline, target)).trim() !== '')) return {};
  return movePartBefore(outline, start, target);
}

/** Moves the part under `target` before the reference at `start`; nothing when the part is empty. */
export function movePartBefore(outline: Outline, start: number, target: Heading): Pick<OrderFinding, 'move' | 'to'> {
  const move = { start: target.start, end: endOfPart(outline, target) };
  // Moving this heading alone would leave the text that belongs to it behind.
  const isEmpty =
    isHeadingAlone(outline.text, target) && isBlank(outline.text, endOfLine(outline.text, move.start), move.end);
  return isEmpty ? {} : { move, to: insertionForPart(outline, start, target) };
}

/**
 * End of the part under a heading: for a section, the next heading of its level or above; for a label with text on its
 * line, the end of its paragraph.
 */
function endOfPart({ text, headings }: Outline, heading: Heading): number {
  const { start, level } = heading;
  const lineEnd = endOfLine(text, start);
  // Labels in the lines directly below belong to the part.
  const block = lineEnd + /^\s*[^]*?(?=\n[ \t]*\n|$)/.exec(text.slice(lineEnd))![0].length;
  const next = headings.find((each) =>
    level === 0
      ? each.start > (each.level > 0 ? lineEnd : block)
      : each.start > lineEnd && each.level > 0 && each.level <= level,
  );
  const blank = text.slice(lineEnd).search(/\n[ \t]*\n/);
  const end = next?.start ?? text.length;
  return isHeadingAlone(text, heading) || blank < 0 ? end : Math.min(end, lineEnd + blank);
}
