import { boundariesOf } from '../wordSentenceAndHeadingBoundaries';
import type { Span } from '../span';
import { structureOf } from '../structure/textStructure';
import { firstFrom } from './firstFromOffset';
import { proseOf, type Prose } from './ignoreCodeAndQuotations';
import { lineStartsOf, type Lines } from './lineBounds';
import { headingsOf, type Heading } from './recognizeHeading';

/** A text with its structure. All offsets are UTF-16 offsets into `text`; all spans are ascending and do not overlap. */
export interface Outline extends Lines, Prose {
  /** Sentences without the white space around them; in code and front matter, the lines. */
  readonly sentences: readonly Span[];
  readonly headings: readonly Heading[];
  /** Where the front matter ends; 0 without one. */
  readonly bodyStart: number;
}

/** Reads a text as its blocks of Markdown, and its sentences. */
export function outlineOf(text: string): Outline {
  const { blocks } = structureOf(text);
  const bodyStart = blocks[0]?.kind === 'front matter' ? blocks[0].end : 0;
  const lines = { text, lineStarts: lineStartsOf(text) };
  const prose = proseOf(text, blocks);
  return {
    ...lines,
    ...prose,
    sentences: sentencesOf(text),
    headings: headingsOf(lines, prose.prose, blocks),
    bodyStart,
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

/** A span without the white space at its ends. */
function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}

/** Joins a list of words, separated by white space, into regex alternatives; _ stands for a space: “set_out put”. */
export function alternatives(list: string): string {
  return list.trim().split(/\s+/).join('|').replaceAll('_', ' ');
}
