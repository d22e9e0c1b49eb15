import { boundariesOf } from '../text/boundaries';
import type { Span } from '../text/span';

/** What is done to a part of a text to see what it does. */
export type InfluenceChange = 'left out' | 'at the start' | 'in the middle' | 'at the end';

export const INFLUENCE_CHANGES: readonly InfluenceChange[] = [
  'left out',
  'at the start',
  'in the middle',
  'at the end',
];

/**
 * A text without a part of it, or with that part elsewhere: between the sentences nearest the middle of the rest, say. Blanks at
 * the end of the text stay there, since what comes next depends on them.
 */
export function applyChange(text: string, span: Span, change: InfluenceChange): string {
  const body = text.trimEnd();
  const tail = text.slice(body.length);
  const chosen = body.slice(span.start, span.end);
  const part = chosen.trim();
  // Blanks at its ends stay where they are.
  const start = span.start + chosen.length - chosen.trimStart().length;
  const before = body.slice(0, start);
  const behind = body.slice(start + part.length);
  const isOwnLine = /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(behind);
  const separator = isOwnLine ? '\n' : ' ';
  const rest = joined(before.trimEnd(), behind.trimStart(), blanksBetween(before, behind));
  switch (change) {
    case 'left out':
      return rest + tail;
    case 'at the start':
      return joined(part, rest, separator) + tail;
    case 'in the middle': {
      const middle = middleOf(rest);
      return joined(joined(rest.slice(0, middle).trimEnd(), part, separator), rest.slice(middle), separator) + tail;
    }
    case 'at the end':
      return joined(rest, part, separator) + tail;
  }
}

/** The longer of the blanks that a part leaves around it. */
function blanksBetween(before: string, behind: string): string {
  const [left, right] = [
    before.slice(before.trimEnd().length),
    behind.slice(0, behind.length - behind.trimStart().length),
  ];
  const lines = (blanks: string) => blanks.split('\n').length;
  return lines(left) >= lines(right) ? left : right;
}

function joined(left: string, right: string, separator: string): string {
  return left === '' || right === '' ? left + right : left + separator + right;
}

/** The beginning of the sentence that is nearest the middle; the end of a single sentence. */
function middleOf(text: string): number {
  const half = text.length / 2;
  const starts = boundariesOf(text, 'sentence');
  return starts.reduce((best, start) => (Math.abs(start - half) < Math.abs(best - half) ? start : best), text.length);
}

/** The sentence that a caret stands in or behind, without the blanks around it. */
export function sentenceAround(text: string, caret: number): Span {
  const starts = [0, ...boundariesOf(text, 'sentence'), text.length];
  const next = starts.findIndex((start, index) => index > 0 && (start > caret || index === starts.length - 1));
  const [start, end] = [starts[next - 1]!, starts[next]!];
  const sentence = text.slice(start, end);
  const blanks = sentence.length - sentence.trimStart().length;
  return { start: start + blanks, end: start + Math.max(blanks, sentence.trimEnd().length) };
}
