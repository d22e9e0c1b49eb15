import { boundariesOf } from '../text/wordSentenceAndHeadingBoundaries';
import { countBelow } from '../text/countOffsetsBelow';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { headingsOf, type Heading } from './recognizeHeading';
import { QUOTED, MASK } from './ignoreCodeAndQuotations';
import { startOfLine, endOfLine } from './lineBounds';

/** A text with its structure. All offsets are UTF-16 offsets into `text`. */
export interface Outline {
  readonly text: string;
  /** The text with code and quotations masked, at the same offsets. */
  readonly prose: string;
  /** Sentences without the white space around them; a line break ends one, too. */
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
  /** Where paragraphs start: at the first line, and at each line below a blank one or a line that begins with #. */
  readonly paragraphs: readonly number[];
  /** Code and quotations. */
  readonly quoted: readonly Span[];
}

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
  return { text, prose, sentences: nonEmpty, headings: headingsOf(prose), paragraphs: paragraphsOf(text), quoted };
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
export function paragraphStart({ text, quoted, paragraphs }: Outline, offset: number): number {
  const visible = quoted.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
  const paragraph = paragraphs[countBelow(paragraphs, visible + 1) - 1]!;
  return Math.max(paragraph, frontMatterLength(text));
}

function paragraphsOf(text: string): number[] {
  const lines = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  const startsBelow = (line: number) => /^(?:\s*$|\s*#)/.test(text.slice(startOfLine(text, line - 1), line));
  return [0, ...lines.filter(startsBelow)];
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

/** A span without the white space at its ends. */
function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}

/** Joins a list of words, separated by white space, into regex alternatives; _ stands for a space: “set_out put”. */
export function alternatives(list: string): string {
  return list.trim().split(/\s+/).join('|').replaceAll('_', ' ');
}
