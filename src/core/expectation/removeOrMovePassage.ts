import { boundariesOf } from '../text/wordSentenceAndHeadingBoundaries';
import type { Span } from '../text/span';

/** A change to a passage of a text that shows the passage's influence. */
export type InfluenceChange = 'left out' | 'at the start' | 'in the middle' | 'at the end';

/** All changes, in the order of the report. */
export const INFLUENCE_CHANGES: readonly InfluenceChange[] = [
  'left out',
  'at the start',
  'in the middle',
  'at the end',
];

/**
 * Removes the passage `span` from a text, or moves it to the start, to the sentence boundary nearest the middle, or to
 * the end. White space at the end of the text stays there, because the next token depends on it.
 */
export function applyChange(text: string, span: Span, change: InfluenceChange): string {
  const body = text.trimEnd();
  const tail = text.slice(body.length);
  const selected = body.slice(span.start, span.end);
  const passage = selected.trim();
  // White space at the ends of the selection stays where it is.
  const start = span.start + selected.length - selected.trimStart().length;
  const before = body.slice(0, start);
  const after = body.slice(start + passage.length);
  const isOwnLine = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);
  const separator = isOwnLine ? '\n' : ' ';
  const rest = join(before.trimEnd(), after.trimStart(), largerGap(before, after));
  switch (change) {
    case 'left out':
      return rest + tail;
    case 'at the start':
      return join(passage, rest, separator) + tail;
    case 'in the middle': {
      const middle = middleBoundary(rest);
      return join(join(rest.slice(0, middle).trimEnd(), passage, separator), rest.slice(middle), separator) + tail;
    }
    case 'at the end':
      return join(rest, passage, separator) + tail;
  }
}

/** White space to leave where a passage was removed: the side with more line breaks. */
function largerGap(before: string, after: string): string {
  const left = before.slice(before.trimEnd().length);
  const right = after.slice(0, after.length - after.trimStart().length);
  const lines = (gap: string) => gap.split('\n').length;
  return lines(left) >= lines(right) ? left : right;
}

function join(left: string, right: string, separator: string): string {
  return left === '' || right === '' ? left + right : left + separator + right;
}

/** The sentence start nearest the middle; the end of the text when it is a single sentence. */
function middleBoundary(text: string): number {
  const half = text.length / 2;
  const starts = boundariesOf(text, 'sentence');
  return starts.reduce((best, start) => (Math.abs(start - half) < Math.abs(best - half) ? start : best), text.length);
}
