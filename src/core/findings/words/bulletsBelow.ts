import type { Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';

const BULLET = /^([ \t]*)([-*+•])[ \t]+(\S.*)$/;
/** Items that stand for others, or that a template makes. */
const OPEN_ITEM = /^(?:\.\.\.|…|etc\b|\[[^\]]*\]$|\{|<)/;

/** The bullets of the list that begins directly below a line; undefined where its end is not sure. */
export function bulletsBelow({ prose }: Outline, lineEnd: number): Span[] | undefined {
  const announcing = prose.slice(prose.lastIndexOf('\n', lineEnd - 1) + 1, lineEnd);
  const bullets: Span[] = [];
  let mark = '';
  let isBehindBlank = false;
  for (const { start, line } of linesFrom(prose, lineEnd + 1)) {
    const [, indent = '', sign, content] = BULLET.exec(line) ?? [];
    if (line.trim() === '') isBehindBlank = true;
    else if (sign !== undefined && (mark === '' || indent.length <= indentOf(mark))) {
      if (mark !== '' && indent + sign !== mark) return undefined;
      if (mark === '' && indent.length < indentOf(announcing) + (BULLET.test(announcing) ? 1 : 0)) return undefined;
      if (OPEN_ITEM.test(content!)) return undefined;
      mark = indent + sign;
      bullets.push({ start, end: start + line.length });
    } else if (mark === '') return undefined;
    else if (indentOf(line) <= indentOf(mark)) return isBehindBlank && !goesOn(prose, start) ? bullets : undefined;
    if (line.trim() !== '') isBehindBlank = false;
  }
  return bullets;
}

/** Whether there are more bullets before the next part of the text: then the list may only be interrupted. */
function goesOn(prose: string, from: number): boolean {
  for (const { line } of linesFrom(prose, from)) {
    if (/^(?:#{1,6}[ \t]|<|-{3,})/.test(line)) return false;
    if (BULLET.test(line)) return true;
  }
  return false;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].length;
}

/** The rows of the table that begins directly below a line, without its head; undefined where its columns can be meant. */
export function rowsBelow(
  { prose }: Outline,
  { lineEnd, count }: { lineEnd: number; count: number },
): Span[] | undefined {
  const rows: Span[] = [];
  const begin = lineEnd + /^\s*/.exec(prose.slice(lineEnd, lineEnd + 200))![0].length;
  for (const { start, line } of linesFrom(prose, begin)) {
    if (!line.startsWith('|')) break;
    rows.push({ start, end: start + line.length });
  }
  const [head, rule] = rows.map((row) => prose.slice(row.start, row.end).trim());
  if (rule === undefined || !/^\|[-:| \t]+\|$/.test(rule)) return undefined;
  const columns = rule.split('|').length - 2;
  return columns === count || columns === count + 1 || /^\|[ \t]*\|/.test(head!) ? undefined : rows.slice(2);
}

function* linesFrom(text: string, from: number): Generator<{ start: number; line: string }> {
  for (let start = from; start < text.length;) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    yield { start, line: text.slice(start, end) };
    start = end + 1;
  }
}
