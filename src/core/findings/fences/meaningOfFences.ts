import type { FenceLine } from './fenceLines';
import { isMarkdownLine, ProseSearch } from './proseInCode';

/** Fences that hold Markdown, and with it other fences. */
const MARKDOWN = /^(?:markdown|md|mdx)$/i;
const MARKDOWN_OR_TEXT = /^(?:markdown|md|mdx|text|txt|plaintext|)$/i;

/** Whether a fence that holds others is meant to go on up to `closing`. */
export function endsWith(lines: readonly string[], { info }: FenceLine, closing: FenceLine): boolean {
  return MARKDOWN.test(info) || (MARKDOWN_OR_TEXT.test(info) && looksLikeEnd(lines, closing));
}

/** Whether marks close no fence and open none in it: they are shorter, indented as code, or behind the mark of an item. */
export function isContentOf(top: FenceLine, { marks, indentation, opensItem }: FenceLine): boolean {
  return marks[0] !== top.marks[0] || marks.length < top.marks.length || indentation > top.indentation + 3 || opensItem;
}

/** Whether marks behind text are meant to close a fence: prose follows, up to the next fence that opens. */
export function closesBehindText(lines: readonly string[], { line, info }: FenceLine, next?: FenceLine): boolean {
  // A placeholder can end with a line break.
  if (info !== '' || next?.info === '' || /[}>\]$]\s{0,20}`{3}\s{0,20}$/.test(lines[line]!)) return false;
  return isMarkdownLine(lineBehind(lines, line) ?? '');
}

/** Whether marks with a word behind text are meant to open a fence: code follows at once, and bare marks close it. */
export function opensBehindText(lines: readonly string[], fence: FenceLine, next?: FenceLine): boolean {
  const { line, info, isBehindText } = fence;
  if (!isBehindText || info === '' || next?.info !== '' || next.isBehindText) return false;
  if (isBlank(lines[line + 1]) || !looksLikeEnd(lines, next)) return false;
  return new ProseSearch(lines, line, info).before(next.line) === undefined;
}

/** Whether marks with a word are meant to close a fence: code stands right before them and prose behind, up to the next fence that opens. */
export function closesWithWord(lines: readonly string[], fence: FenceLine, top: FenceLine, next?: FenceLine): boolean {
  if (top.info === '' || MARKDOWN.test(top.info) || !/^\w+$/.test(fence.info) || next?.info === '') return false;
  return looksLikeEnd(lines, fence) && isMarkdownLine(lineBehind(lines, fence.line) ?? '---');
}

/** Whether bare marks are meant to open a fence in one that holds Markdown: something follows at once. */
export function opensInMarkdown(lines: readonly string[], fence: FenceLine, top: FenceLine): boolean {
  return MARKDOWN.test(top.info) && looksLikeStart(lines, fence);
}

/** Whether bare marks where no fence is open are meant to close one: prose follows, up to the next fence that opens. */
export function isStray(lines: readonly string[], fence: FenceLine, before?: FenceLine, next?: FenceLine): boolean {
  if (fence.info !== '' || fence.isBehindText || next?.info === '') return false;
  // The marks before were meant to open a fence, which these close.
  if (before && looksLikeStart(lines, before)) return false;
  return looksLikeEnd(lines, fence) && isMarkdownLine(lineBehind(lines, fence.line) ?? '');
}

/** Whether code or text stands right before marks, and a blank line behind. */
function looksLikeEnd(lines: readonly string[], { line }: FenceLine): boolean {
  return !isBlank(lines[line - 1]) && isBlank(lines[line + 1]) && !lines[line - 1]!.trimEnd().endsWith(':');
}

/** Whether text follows marks at once, and none or its announcement stands before them. */
function looksLikeStart(lines: readonly string[], { line }: FenceLine): boolean {
  const before = lines[line - 1];
  return !isBlank(lines[line + 1]) && (isBlank(before) || before!.trimEnd().endsWith(':'));
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

function lineBehind(lines: readonly string[], index: number): string | undefined {
  return lines.slice(index + 1, index + 4).find((line) => !isBlank(line));
}
