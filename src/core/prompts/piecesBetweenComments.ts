import type { Span } from '../text/span';

/** The pieces of a Markdown text from `start` on that are no HTML comment; comments in code and unclosed ones are text. */
export function piecesBetweenComments(text: string, start: number): Span[] {
  const pieces: Span[] = [];
  let pieceStart = start;
  let fence: string | undefined;
  let lineStart = start;
  while (lineStart < text.length) {
    const lineEnd = endOfLine(text, lineStart);
    const line = text.slice(lineStart, lineEnd);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    const comment = fence === undefined ? /^ {0,3}<!--/.exec(line) : null;
    const close = comment ? text.indexOf('-->', lineStart + comment[0].length) : -1;
    if (comment && close < 0) break;
    if (!comment) {
      lineStart = lineEnd;
      continue;
    }
    pieces.push({ start: pieceStart, end: lineStart });
    const rest = /^[ \t]*\r?\n/.exec(text.slice(close + 3, endOfLine(text, close)));
    pieceStart = close + 3 + (rest?.[0].length ?? 0);
    lineStart = rest ? pieceStart : endOfLine(text, close);
  }
  return [...pieces, { start: pieceStart, end: text.length }].filter((piece) => piece.end > piece.start);
}

/** Offset behind the line break that ends the line at `offset`, or the end of the text. */
function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}
