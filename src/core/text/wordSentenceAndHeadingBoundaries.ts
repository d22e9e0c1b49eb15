import { countBelow } from './countOffsetsBelow';
import { sentenceStarts } from './findSentenceStarts';

/** Where a text may be cut: between any two tokens, at a word, sentence or paragraph, or before a heading. */
export type Boundary = 'token' | 'word' | 'sentence' | 'paragraph' | 'heading';

/** Boundaries that can be found without a tokenizer. */
type TextBoundary = Exclude<Boundary, 'token'>;

const FINDERS: Record<TextBoundary, (text: string) => number[]> = {
  word: (text) => Array.from(text.matchAll(/\s+/gu), (space) => [space.index, space.index + space[0].length]).flat(),
  sentence: sentenceStarts,
  paragraph: (text) => Array.from(text.matchAll(/\n[ \t\r\n]*\n/g), (blank) => blank.index + blank[0].length),
  heading: (text) => Array.from(text.matchAll(/^#{1,6}[ \t]/gm), (heading) => heading.index),
};

/** Boundaries inside `text`, so neither 0 nor its length; ascending UTF-16 offsets. */
export function boundariesOf(text: string, boundary: TextBoundary): number[] {
  return FINDERS[boundary](text).filter((offset) => offset > 0 && offset < text.length);
}

/** UTF-16 code units on each side of an offset that decide whether it is a boundary. */
const CONTEXT = 200;

/** The last boundary in (`least`, `limit`]; undefined when there is none. */
export function boundaryBefore(text: string, boundary: TextBoundary, limit: number, least: number): number | undefined {
  const offsets = boundariesWithin(text, boundary, least, limit + CONTEXT);
  const last = offsets[countBelow(offsets, limit + 1) - 1];
  return last !== undefined && last > least ? last : undefined;
}

/** The first boundary in [`from`, `limit`); undefined when there is none. */
export function boundaryAfter(text: string, boundary: TextBoundary, from: number, limit: number): number | undefined {
  const offsets = boundariesWithin(text, boundary, from - CONTEXT, limit + CONTEXT);
  const first = offsets[countBelow(offsets, from)];
  return first !== undefined && first < limit ? first : undefined;
}

/** Boundaries of `text` between `from` and `to`, found from that part alone; ascending UTF-16 offsets. */
export function boundariesWithin(text: string, boundary: TextBoundary, from: number, to: number): number[] {
  const start = Math.max(0, from);
  return boundariesOf(text.slice(start, to), boundary).map((offset) => start + offset);
}
