import { boundariesOf } from '../boundaries';
import type { Span } from '../span';

/** A text, its sentences, and itself with what is quoted or code hidden, at the same offsets. */
export interface Outline {
  readonly text: string;
  readonly prose: string;
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
}

/** Code between fences, between triple quotes, and quotations of three words or more: they speak of something else. */
const QUOTED =
  /^(```|~~~)[^]*?^\1|"""[^]*?"""|["“][^\s"“”]{1,40}[ \t]{1,3}[^\s"“”]{1,40}[ \t]{1,3}[^"“”\n]{1,400}["”]/gm;
const HIDDEN = '\u0001';

export function outlineOf(text: string): Outline {
  const prose = text.replace(QUOTED, (quoted) => quoted.replace(/[^\n]/g, HIDDEN));
  const starts = [0, ...boundariesOf(text, 'sentence')];
  const sentences = starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
  const whole = sentences.map((span) => trimmed(text, span)).filter(({ start, end }) => end > start);
  return { text, prose, sentences: whole, headings: headingsOf(text) };
}

/** The sentence that `offset` stands in. */
export function sentenceAt({ sentences, text }: Outline, offset: number): Span {
  return sentences.findLast(({ start }) => start <= offset) ?? { start: 0, end: text.length };
}

/** What stands directly behind a place. */
export interface Behind {
  /** On the same line, without the blanks around it. */
  readonly onLine: string;
  /** The next lines up to a blank one; '' at the end of the text. */
  readonly block: string;
  /** Whether a blank line comes before that block. */
  readonly isApart: boolean;
  /** Whether the block is headed by something that is a heading. */
  readonly heading: string | undefined;
}

/** UTF-16 code units that are looked at behind a place. */
const MOST_BEHIND = 600;
const HEADING = /^#{1,6}[ \t]+(.+?)[ \t#]*$|^\*\*([^*\n]+)\*\*:?[ \t]*$/;
const TITLE = /^[A-Z][^\n.:;,!?]{0,38}$/;

export function behind(text: string, offset: number): Behind {
  const lineEnd = endOfLine(text, offset);
  const rest = text.slice(lineEnd, lineEnd + MOST_BEHIND);
  const blanks = /^\s*/.exec(rest)![0];
  const block = rest.slice(blanks.length).split(/\n[ \t]*\n/, 1)[0]!;
  const [first = '', second] = block.split('\n');
  const marked = HEADING.exec(first);
  const isApart = /\n[ \t]*\n/.test(blanks);
  const isTitle = isApart && TITLE.test(first) && first.split(/\s+/).length <= 5 && second !== undefined;
  const heading = marked ? (marked[1] ?? marked[2]) : isTitle ? first : undefined;
  return { onLine: text.slice(offset, lineEnd).trim(), block, isApart, heading };
}

/** What heads a part of a text. */
export interface Heading {
  readonly start: number;
  readonly title: string;
  /** “4” of “4. Convention”. */
  readonly number: string | undefined;
}

/** #-headings, lines in bold, labels before a colon, and short lines alone that have something below them. */
const HEADINGS =
  /^(?:#{1,6}[ \t]{1,8}|\*\*|(?:[-*•][ \t]{1,8})?(?=[^\n:]{2,50}:)|(?<=(?:^|\n)[ \t]{0,8}\n|^)(?=(?:\d{1,2}[.)][ \t]+)?[A-Z\d][^\n.;:,!?]{0,38}\n[^\n]))(?:(\d{1,2})[.)][ \t]{1,8})?([^\n:*]{2,60}?)[ \t]{0,8}(?:\*\*)?(?::|[ \t#*]{0,12}$)/gm;

function headingsOf(text: string): Heading[] {
  return Array.from(text.matchAll(HEADINGS), ({ index, 1: number, 2: title }) => ({
    start: index,
    title: title!,
    number,
  }));
}

export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Whether two wordings have a noun in common; of plurals the singular counts. */
export function shareWord(a: string, b: string): boolean {
  const stems = new Set(stemsOf(a));
  return stemsOf(b).some((stem) => stems.has(stem));
}

function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}]{4,}/gu) ?? [];
  return words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/(?:ies|es|s)$/, '').slice(0, 7));
}

const COMMON = new Set(
  'with this that these those from below following follow listed given here have your will must each'.split(' '),
);

function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}
