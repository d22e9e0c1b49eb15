import type { Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';

/** A line that begins with a number: an item of a list, a heading, or a label such as “Step 2:”. */
export interface NumberedLine extends Span {
  readonly number: number;
  /** Where the digits start and end. */
  readonly digits: Span;
  /** “Step” of “Step 2:”; '' without a word. */
  readonly word: string;
  /** Whether it is part of a longer number: “3” in “2.3”. */
  readonly hasParents: boolean;
  /** 1 to 6 for headings of Markdown; 0 for other lines. */
  readonly level: number;
  /** Columns before it; 0 for headings. */
  readonly indent: number;
  /** What stands around the number. Lines of one series have it alike. */
  readonly shape: string;
  /** Whether it is no whole number of its own: “2.5”, “3a”, “2-4”. */
  readonly isInsert: boolean;
}

/** Lines with numbers that count one after the other. */
export type Series = readonly NumberedLine[];

const NUMBERED =
  /^[ \t]*(#{1,6}[ \t]+)?([-*+•][ \t]+)?(?:[^\p{L}\p{N}\s*_[({<>`|]{1,4}[ \t]+)?(\*\*|__)?(?:(\p{L}{2,20})[ \t]+|(\p{Script=Han}{1,6})[ \t]*)?((?:\d{1,2}\.){0,3})(\d{1,2})(?![\d%])(.*)$/u;
/** What makes of the number no whole one, or several. */
const INSERT = /^(?:[a-zA-Z](?![\p{L}\p{N}])|\.\d|[ \t]*(?:[-–—~/&+,]|to|and|或|和|至)[ \t]*\d|[ \t]?\([a-z]\))/u;
const SEPARATOR = /^(?:[.)](?=[\s*_]|$)|[、．：]|\\[.)])/u;
const SEPARATOR_BEHIND_WORD = /^(?:[ \t]*(?:[-–—:：.)|(]|\*\*|__)|[步章节阶部条]|[ \t]*$)/u;
/** A line between parts: a rule, or a tag alone on its line. */
const PART = /^[ \t]*(?:[-*_=]{3,}[ \t]*$|<\/?[\w-]+(?:[ \t][^<>]*)?>[ \t]*$)/;
const HEADING = /^[ \t]{0,3}(#{1,6})[ \t]/;

/** Stands for lines that end the lists of a part, as headings do, but no headings. */
const BELOW_HEADINGS = 7;
/** Series that can go on at a time; more are no prompt. */
const MOST_OPEN = 20;

/** The series of numbered lines outside code. A number that begins anew, and a heading of a higher level, begin another one. */
export function seriesOfNumbers(outline: Outline): Series[] {
  const all: NumberedLine[][] = [];
  let open: NumberedLine[][] = [];
  for (const [index, start] of outline.lineStarts.entries()) {
    const end = (outline.lineStarts[index + 1] ?? outline.prose.length + 1) - 1;
    const line = outline.prose.slice(start, end);
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    const numbered = numberedLine(line, start, indent);
    const level = HEADING.exec(line)?.[1]?.length ?? (PART.test(line) ? BELOW_HEADINGS : 0);
    open = open.filter(([first]) => staysOpen(first!, numbered, level, indent));
    if (!numbered) continue;
    const alike = open.filter(([first]) => first!.shape === numbered.shape);
    const next = alike.findLast((series) => series.at(-1)!.number + 1 === numbered.number) ?? alike.at(-1);
    if (next && !beginsAnother(next, numbered) && !goesOnFromEarlier(all, next, numbered)) {
      next.push(numbered);
      open = open.filter((series) => !alike.includes(series) || open.indexOf(series) <= open.indexOf(next));
    } else {
      const series = [numbered];
      all.push(series);
      open = [...open.slice(-MOST_OPEN), series];
    }
  }
  return all;
}

function beginsAnother(series: Series, { number }: NumberedLine): boolean {
  return number <= 1 && series.at(-1)!.number >= 1;
}

/** Whether a number that is too high for a series is the next one of an earlier series, between whose lines this one was quoted. */
function goesOnFromEarlier(all: readonly Series[], series: Series, { number, shape, start }: NumberedLine): boolean {
  const last = series.at(-1)!;
  if (number <= last.number + 1 || last.end + 1 === start) return false;
  return all
    .slice(-MOST_OPEN)
    .some((earlier) => earlier !== series && earlier[0]!.shape === shape && earlier.at(-1)!.number + 1 === number);
}

/** Whether a series can go on behind a line. */
function staysOpen(first: NumberedLine, line: NumberedLine | undefined, level: number, indent: number): boolean {
  if (level > 0) return first.level > 0 && first.level <= level;
  return first.level > 0 || line?.shape === first.shape || indent >= first.indent;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].replaceAll('\t', '    ').length;
}

function numberedLine(line: string, start: number, column: number): NumberedLine | undefined {
  const [, hashes = '', bullet = '', bold = '', spaced, joined, parents = '', digits, rest] = NUMBERED.exec(line) ?? [];
  if (digits === undefined) return undefined;
  const level = hashes.trim().length;
  const word = (spaced ?? joined ?? '').toLowerCase();
  const isInsert = INSERT.test(rest!) || (parents !== '' && level === 0);
  const mark = separatorOf(rest!, word !== '', parents !== '');
  if (mark === undefined && !isInsert) return undefined;
  if (bullet !== '' && word === '') return undefined;
  if (/^[^\p{L}]*\[[^\]]*\]\(#/u.test(rest!)) return undefined;
  const indent = level > 0 ? 0 : column;
  const from = start + line.length - rest!.length - digits.length;
  return {
    start,
    end: start + line.length,
    number: Number(digits),
    digits: { start: from, end: from + digits.length },
    word,
    hasParents: parents !== '',
    level,
    indent,
    shape: [indent, level, bullet !== '', bold !== '', word, parents, word === '' && !isInsert ? mark : ''].join(' '),
    isInsert,
  };
}

/** What stands between a number and its title; undefined where the number is part of a sentence. */
function separatorOf(rest: string, hasWord: boolean, hasParents: boolean): string | undefined {
  if (hasParents && /^[ \t]/.test(rest)) return ' ';
  return (hasWord ? SEPARATOR_BEHIND_WORD : SEPARATOR).exec(rest)?.[0];
}
