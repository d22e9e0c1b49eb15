import { boundariesOf } from '../text/wordSentenceAndHeadingBoundaries';
import { countBelow } from '../text/countOffsetsBelow';
import type { Span } from '../text/span';
import { structureOf } from '../text/structure/textStructure';
import { blankLinesBetween, paragraphStarts } from './blankLinesBetweenBlocks';
import { firstFrom } from './firstFromOffset';
import { headingsByStem, type HeadingsByStem } from './headingsByWords';
import { proseOf, type Prose } from './ignoreCodeAndQuotations';
import { endOfLine, lineStartsOf, type Lines } from './lineBounds';
import { openingOf } from './openingOfPrompt';
import { headingsOf, type Heading } from './recognizeHeading';

/** A text with its structure. All offsets are UTF-16 offsets into `text`; all spans are ascending and do not overlap. */
export interface Outline extends Lines, Prose {
  /** Sentences without the white space around them; in code and front matter, the lines. */
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
  readonly byStem: HeadingsByStem;
  /** The same for headings of Markdown only, without labels. */
  readonly sectionsByStem: HeadingsByStem;
  /** Where paragraphs start. */
  readonly paragraphs: readonly number[];
  /** The blank lines between blocks of Markdown. */
  readonly blankLines: readonly Span[];
  /** Where the front matter ends; 0 without one. */
  readonly bodyStart: number;
  /** Where the first line starts that is no heading. */
  readonly opening: number;
}

/** Reads a text as its blocks of Markdown, and its sentences. */
export function outlineOf(text: string): Outline {
  const { blocks } = structureOf(text);
  const bodyStart = blocks[0]?.kind === 'front matter' ? blocks[0].end : 0;
  const lines = { text, lineStarts: lineStartsOf(text) };
  const prose = proseOf(text, blocks);
  const headings = headingsOf(lines, prose.prose, blocks);
  const blankLines = blankLinesBetween(text, blocks);
  return {
    ...lines,
    ...prose,
    sentences: sentencesOf(text),
    headings,
    byStem: headingsByStem(headings),
    sectionsByStem: headingsByStem(headings.filter(({ level }) => level > 0)),
    paragraphs: paragraphStarts(blocks, blankLines),
    blankLines,
    bodyStart,
    opening: openingOf(lines, bodyStart, headings),
  };
}

function sentencesOf(text: string): Span[] {
  const starts = [0, ...boundariesOf(text, 'sentence')];
  const sentences = starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
  return sentences.map((span) => trimmed(text, span)).filter(({ start, end }) => end > start);
}

/** The last sentence that starts at or before `offset`; the whole text when there is none. */
export function sentenceAt({ sentences, text }: Outline, offset: number): Span {
  return sentences[firstFrom(sentences, offset + 1) - 1] ?? { start: 0, end: text.length };
}

/** The code or quotation at `offset`, if there is one. */
export function quotedAt({ quoted }: Outline, offset: number): Span | undefined {
  const last = quoted[firstFrom(quoted, offset + 1) - 1];
  return last && offset < last.end ? last : undefined;
}

/**
 * Start of the paragraph at `offset`, behind front matter; for code or a quotation, of the paragraph where that starts.
 */
export function paragraphStart(outline: Outline, offset: number): number {
  const { paragraphs, bodyStart } = outline;
  const visible = quotedAt(outline, offset)?.start ?? offset;
  return Math.max(paragraphs[countBelow(paragraphs, visible + 1) - 1]!, bodyStart);
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
/** A line that is bold: “**Tone**”. */
const BOLD = /^\*\*([^*\n]+)\*\*:?[ \t]*$/;
/** A short line that can be a title: “House style”. */
const TITLE = /^[A-Z][^\n.:;,!?]{0,38}$/;

/** Describes the text after `offset`. */
export function followingText(outline: Outline, offset: number): FollowingText {
  const { text, headings } = outline;
  const lineEnd = endOfLine(outline, offset);
  const rest = text.slice(lineEnd, lineEnd + REACH);
  const blanks = /^\s*/.exec(rest)![0];
  const block = rest.slice(blanks.length).split(/\n[ \t]*\n/, 1)[0]!;
  const first = /^.*/.exec(block)![0];
  const isApart = /\n[ \t]*\n/.test(blanks);
  const isTitle = isApart && TITLE.test(first) && first.split(/\s+/).length <= 5 && first.length < block.length;
  const next = headings[firstFrom(headings, lineEnd)];
  const section = next && next.level > 0 && next.start === lineEnd + blanks.length ? next.title : undefined;
  const heading = section ?? BOLD.exec(first)?.[1] ?? (isTitle ? first : undefined);
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
