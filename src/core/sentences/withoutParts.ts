import type { Span } from '../text/span';

/**
 * A text without some of its parts. Lines that hold nothing else go with them, and no more white space than stood on one side
 * stays between their neighbours.
 *
 * @param parts ascending and without overlaps
 */
export function withoutParts(text: string, parts: readonly Span[]): string {
  return parts.reduceRight(withoutPart, text);
}

function withoutPart(text: string, { start, end }: Span): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', end);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak + 1;
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
  const [before, after] = isAlone
    ? [text.slice(0, lineStart), text.slice(lineEnd)]
    : [text.slice(0, start), text.slice(end)];
  if (isAlone) return before + (/(?:^|\n[ \t]*\n)$/.test(before) ? after.replace(/^(?:[ \t]*\n)+/, '') : after);
  const gaps = [before.slice(before.trimEnd().length), after.slice(0, after.length - after.trimStart().length)];
  const larger = lineBreaks(gaps[0]!) >= lineBreaks(gaps[1]!) ? gaps[0]! : gaps[1]!;
  const [head, tail] = [before.trimEnd(), after.trimStart()];
  return head === '' || tail === '' ? head + tail : head + larger + tail;
}

function lineBreaks(gap: string): number {
  return gap.split('\n').length;
}
