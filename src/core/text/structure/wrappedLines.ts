import type { Span } from '../span';

/** Columns from which on a line can have been wrapped because it was full. */
const NARROWEST = 40;
const SENTENCE_END = /[.!?:;。！？।؟…][\p{Pe}\p{Pf}"'*_]*$/u;
const BULLET = /^[•◦▪‣·–—*+-]\s/u;
/** Scripts in which a line can be wrapped behind any letter. */
const WITHOUT_SPACES = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * Joins lines of a paragraph that one sentence can span. A line goes on in the next one when it was full, so that the
 * next word had no room in it, or when the next one starts in lower case. Other lines are statements of their own, as in
 * prompts that set one below the other.
 *
 * @param lines the lines with their breaks
 * @returns spans of lines [start, end), by index
 */
export function runsOfWrappedLines(lines: readonly string[]): Span[] {
  const texts = lines.map((line) => line.trim());
  const width = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const runs: Span[] = [];
  let start = 0;
  for (let next = 1; next < lines.length; next++) {
    if (goesOn(lines[next - 1]!, texts[next - 1]!, texts[next]!, width)) continue;
    runs.push({ start, end: next });
    start = next;
  }
  return [...runs, { start, end: lines.length }];
}

function goesOn(line: string, text: string, next: string, width: number): boolean {
  const isHardBreak = text.endsWith('\\') || line.startsWith('  ', line.trimEnd().length);
  if (isHardBreak || BULLET.test(next)) return false;
  if (/^\p{Ll}/u.test(next) && !SENTENCE_END.test(text)) return true;
  const firstWord = WITHOUT_SPACES.test(next) ? 1 : /^\S*/.exec(next)![0].length;
  return width >= NARROWEST && text.length + 1 + firstWord > width;
}
