import { boundariesOf } from '../text/cutBoundaries';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';

/** A text with its structure. All offsets are UTF-16 offsets into `text`. */
export interface Outline {
  readonly text: string;
  /** The text with code and quotations masked, at the same offsets. */
  readonly prose: string;
  /** Sentences without the white space around them; a line break ends one, too. */
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
  /** Code and quotations. */
  readonly quoted: readonly Span[];
}

/**
 * Fenced code, text in triple quotes, and quotations of three words or more: “```x```”, “"""x"""”, “"as said below"”.
 */
const QUOTED =
  /^(```|~~~)[^]*?^\1|"""[^]*?"""|["“][^\s"“”]{1,40}[ \t]{1,3}[^\s"“”]{1,40}[ \t]{1,3}[^"“”\n]{1,400}["”]/gm;
/** Masks a character of code or a quotation; no rule matches it. */
const MASK = '\u0001';

/** Parses a text. */
export function outlineOf(text: string): Outline {
  const quoted: Span[] = [];
  const prose = text.replace(QUOTED, (words: string, _fence, start: number) => {
    quoted.push({ start, end: start + words.length });
    return words.replace(/[^\n]/g, MASK);
  });
  const starts = [0, ...boundariesOf(text, 'sentence')];
  const sentences = starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
  const nonEmpty = sentences.map((span) => trimmed(text, span)).filter(({ start, end }) => end > start);
  return { text, prose, sentences: nonEmpty, headings: headingsOf(prose), quoted };
}

/** The last sentence that starts at or before `offset`; the whole text when there is none. */
export function sentenceAt({ sentences, text }: Outline, offset: number): Span {
  let [low, high] = [0, sentences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return sentences[low - 1] ?? { start: 0, end: text.length };
}

/**
 * Start of the paragraph at `offset`, behind front matter; for code or a quotation, of the paragraph where that starts.
 */
export function paragraphStart({ text, quoted }: Outline, offset: number): number {
  const visible = quoted.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
  let line = startOfLine(text, visible);
  while (line > 0) {
    const above = text.slice(startOfLine(text, line - 1), line).trim();
    if (above === '' || above.startsWith('#')) break;
    line = startOfLine(text, line - 1);
  }
  return Math.max(line, frontMatterLength(text));
}

/** The text directly after an offset. */
export interface FollowingText {
  /** The rest of the line, without the white space around it. */
  readonly onLine: string;
  /** The next non-blank lines, up to a blank one; '' at the end of the text. */
  readonly block: string;
  /** Whether a blank line comes before that block. */
  readonly isApart: boolean;
  /** Title of the heading with which the block begins, if it does. */
  readonly heading: string | undefined;
}

/** How far `followingText` looks, in UTF-16 code units. */
const REACH = 600;
/** A heading: “## Tone”, “**Tone**”. */
const HEADING = /^#{1,6}[ \t]+(.+?)[ \t#]*$|^\*\*([^*\n]+)\*\*:?[ \t]*$/;
/** A short line that can be a title: “House style”. */
const TITLE = /^[A-Z][^\n.:;,!?]{0,38}$/;

/** Describes the text after `offset`. */
export function followingText(text: string, offset: number): FollowingText {
  const lineEnd = endOfLine(text, offset);
  const rest = text.slice(lineEnd, lineEnd + REACH);
  const blanks = /^\s*/.exec(rest)![0];
  const block = rest.slice(blanks.length).split(/\n[ \t]*\n/, 1)[0]!;
  const [first = '', second] = block.split('\n');
  const marked = HEADING.exec(first);
  const isApart = /\n[ \t]*\n/.test(blanks);
  const isTitle = isApart && TITLE.test(first) && first.split(/\s+/).length <= 5 && second !== undefined;
  const heading = marked ? (marked[1] ?? marked[2]) : isTitle ? first : undefined;
  return { onLine: text.slice(offset, Math.min(lineEnd, offset + REACH)).trim(), block, isApart, heading };
}

/** A heading or label at the start of a part of a text. */
export interface Heading {
  /** UTF-16 offset of its line. */
  readonly start: number;
  readonly title: string;
  /** “4” in “4. Convention”; undefined without a number. */
  readonly number: string | undefined;
  /** 1 to 6 for Markdown's # to ######; 0 for other kinds. */
  readonly level: number;
  /** Word stems of the title, to compare with references. */
  readonly stems: readonly string[];
}

/** “# Tone”, “**Tone**”, the label “Tone: …”, and the short line “Tone” between a blank line and another line. */
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

/** Whether a heading has its line to itself. A label can have text after it. */
export function isHeadingAlone(text: string, { start, title, level }: Heading): boolean {
  const line = text.slice(start, endOfLine(text, start)).trim();
  return level > 0 || line.endsWith(':') || line.replace(/[*:]/g, '').endsWith(title);
}

/** Whether the text between two offsets is white space. */
export function isBlank(text: string, from: number, to: number): boolean {
  return text.slice(from, to).trim() === '';
}

/** Offset of the line break that ends the line at `offset`; the text's length on the last line. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Offset at which the line of `offset` starts. */
export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Whether two texts have a word stem in common: “categories” and “Category”. */
export function shareWord(a: string, b: string): boolean {
  const stems = new Set(stemsOf(a));
  return stemsOf(b).some((stem) => stems.has(stem));
}

/** Matches the headings that share a word stem with `reference`: “Categories” for “the category list below”. */
export function headingMatcher(reference: string): (heading: Heading) => boolean {
  const stems = new Set(stemsOf(reference));
  return (heading) => heading.stems.some((stem) => stems.has(stem));
}

/** The words of four letters or more, without common words and plural endings, cut to seven letters. */
function stemsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}]{4,}/gu) ?? [];
  return words.filter((word) => !COMMON_WORDS.has(word)).map((word) => word.replace(/(?:ies|es|s)$/, '').slice(0, 7));
}

/** Words of four letters or more that name nothing. */
const COMMON_WORDS = new Set(
  'with this that these those from below following follow listed given here have your will must each'.split(' '),
);

/** A span without the white space at its ends. */
function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}

/** Joins a list of words, separated by white space, into regex alternatives; _ stands for a space: “set_out put”. */
export function alternatives(list: string): string {
  return list.trim().split(/\s+/).join('|').replaceAll('_', ' ');
}
