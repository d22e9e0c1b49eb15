import { boundariesOf } from '../text/boundaries';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';

/** A text, its sentences, and itself with what is quoted or code hidden, at the same offsets. */
export interface Outline {
  readonly text: string;
  readonly prose: string;
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
  /** What is quoted or code. */
  readonly quoted: readonly Span[];
}

/** Code between fences, between triple quotes, and quotations of three words or more: they speak of something else. */
const QUOTED =
  /^(```|~~~)[^]*?^\1|"""[^]*?"""|["“][^\s"“”]{1,40}[ \t]{1,3}[^\s"“”]{1,40}[ \t]{1,3}[^"“”\n]{1,400}["”]/gm;
const HIDDEN = '\u0001';

export function outlineOf(text: string): Outline {
  const quoted: Span[] = [];
  const prose = text.replace(QUOTED, (words: string, _fence, start: number) => {
    quoted.push({ start, end: start + words.length });
    return words.replace(/[^\n]/g, HIDDEN);
  });
  const starts = [0, ...boundariesOf(text, 'sentence')];
  const sentences = starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
  const whole = sentences.map((span) => trimmed(text, span)).filter(({ start, end }) => end > start);
  return { text, prose, sentences: whole, headings: headingsOf(prose), quoted };
}

/** The sentence that `offset` stands in. */
export function sentenceAt({ sentences, text }: Outline, offset: number): Span {
  let [low, high] = [0, sentences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return sentences[low - 1] ?? { start: 0, end: text.length };
}

/** Where something can be put before `offset`: at the beginning of its paragraph, before the code that it stands in. */
export function placeBefore({ text, quoted }: Outline, offset: number): number {
  const at = quoted.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
  let line = startOfLine(text, at);
  while (line > 0) {
    const above = text.slice(startOfLine(text, line - 1), line).trim();
    if (above === '' || above.startsWith('#')) break;
    line = startOfLine(text, line - 1);
  }
  return Math.max(line, frontMatterLength(text));
}

/** What stands directly behind a place. */
export interface FollowingText {
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

export function followingText(text: string, offset: number): FollowingText {
  const lineEnd = endOfLine(text, offset);
  const rest = text.slice(lineEnd, lineEnd + MOST_BEHIND);
  const blanks = /^\s*/.exec(rest)![0];
  const block = rest.slice(blanks.length).split(/\n[ \t]*\n/, 1)[0]!;
  const [first = '', second] = block.split('\n');
  const marked = HEADING.exec(first);
  const isApart = /\n[ \t]*\n/.test(blanks);
  const isTitle = isApart && TITLE.test(first) && first.split(/\s+/).length <= 5 && second !== undefined;
  const heading = marked ? (marked[1] ?? marked[2]) : isTitle ? first : undefined;
  return { onLine: text.slice(offset, Math.min(lineEnd, offset + MOST_BEHIND)).trim(), block, isApart, heading };
}

/** What heads a part of a text. */
export interface Heading {
  readonly start: number;
  readonly title: string;
  /** “4” of “4. Convention”. */
  readonly number: string | undefined;
  /** Of a #-heading, 1 to 6; of other kinds 0. */
  readonly level: number;
  /** Of the nouns in its title. */
  readonly stems: readonly string[];
}

/** #-headings, lines in bold, labels before a colon, and short lines alone that have something below them. */
const HEADINGS =
  /^(?:#{1,6}[ \t]{1,8}|\*\*|(?:[-*•][ \t]{1,8})?(?=[^\n:]{2,50}:)|(?<=(?:^|\n)[ \t]{0,8}\n|^)(?=(?:\d{1,2}[.)][ \t]+)?[A-Z\d][^\n.;:,!?]{0,38}\n[^\n]))(?:(\d{1,2})[.)][ \t]{1,8})?([^\n:*]{2,60}?)[ \t]{0,8}(?:\*\*)?(?::|[ \t#*]{0,12}$)/gm;

function headingsOf(text: string): Heading[] {
  return Array.from(text.matchAll(HEADINGS), ({ index, 0: line, 1: number, 2: title }) => ({
    start: index,
    title: title!,
    number,
    level: /^#*/.exec(line)![0].length,
    stems: stemsOf(title!),
  }));
}

/** Whether a heading has its line to itself; a label may have what it is for behind it. */
export function isHeadingAlone(text: string, { start, title, level }: Heading): boolean {
  const line = text.slice(start, endOfLine(text, start)).trim();
  return level > 0 || line.endsWith(':') || line.replace(/[*:]/g, '').endsWith(title);
}

export function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '';
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

/** Whether a wording names what a heading heads. */
export function namerOf(said: string): (heading: Heading) => boolean {
  const stems = new Set(stemsOf(said));
  return (heading) => heading.stems.some((stem) => stems.has(stem));
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

/** The alternatives of a pattern, listed with blanks between them; within one, a blank is written as _. */
export function anyOf(list: string): string {
  return list.trim().split(/\s+/).join('|').replaceAll('_', ' ');
}
