import { boundariesWithin, type Boundary } from '../text/wordSentenceAndHeadingBoundaries';
import type { Span } from '../text/span';
import { tokenCount, type Tokens } from './tokenSpans';
import { withParagraphsApart } from './keepParagraphsApartWhenTrimming';
import { withoutBlanks } from './dropBlanksAtCut';
import { cutBehind } from '../text/structure/keptTogether';
import { isBehindInnerFullStop } from '../text/structure/fullStopsInSentences';
import { tokenEndBefore, tokenStartBehind } from './cutBetweenTokens';
import { cutThatKeepsMost } from './cutThatKeepsMost';

/** Which part of a text to keep. */
export type Keep = 'start' | 'end' | 'middle' | 'both ends';

/** Counts the tokens of a text, including special tokens. */
export type CountTokens = (text: string) => number;

/** How to trim a text. */
export interface TrimOptions {
  /** Maximum tokens, including special tokens. */
  readonly limit: number;
  readonly keep: Keep;
  readonly boundary: Extract<Boundary, 'token' | 'word' | 'sentence'>;
}

/** Which part to keep, and where to cut. */
export type TrimWay = Pick<TrimOptions, 'keep' | 'boundary'>;

/** Finds the places to cut nearest to an offset, so that at most the text up to that offset is kept. */
interface Cutter {
  /** Searches backward, to more than `least` unless `offset` equals it. Keeps white space before the cut. */
  backward(offset: number, least: number): number;
  /** Searches forward, to less than `limit` unless `offset` equals it. */
  forward(offset: number, limit: number): number;
}

/** UTF-16 code units around an offset that are searched for a boundary; sentences are shorter. */
const SEARCHED_LENGTH = 8_000;
/** UTF-16 code units of white space that can stay before a cut. */
const LONGEST_WHITE_SPACE = 100;
/** Share of the text that fits, of which a cut at a sentence must keep more: it is worth some unused room. */
const LEAST_KEPT = 0.25;

/**
 * The spans of `text` to keep, so that joined they have at most `limit` tokens; one span when the text fits. Cuts at
 * a word or token where the text has no such boundary nearby. Throws when the limit leaves no room beside the special
 * tokens.
 *
 * @param tokens the tokens of `text`
 */
export function trim(
  text: string,
  tokens: Tokens,
  { limit, keep, boundary }: TrimOptions,
  countTokens: CountTokens,
): Span[] {
  if (tokenCount(tokens) <= limit) return [{ start: 0, end: text.length }];
  if (limit <= tokens.specialTokens) {
    throw new Error(
      `A limit of ${limit} leaves no room beside the model's ${tokens.specialTokens} special tokens. Allow more.`,
    );
  }
  // Text that is cut out can have a few more tokens than it had before, so the room shrinks until it fits.
  for (let room = limit - tokens.specialTokens; room > 0; room--) {
    let spans = spansToKeep(text, tokens, keep, room, boundaryCutter(text, tokens, boundary));
    if (joined(text, spans).trim() === '') spans = spansToKeep(text, tokens, keep, room, tokenCutter(text, tokens));
    else if (boundary === 'sentence') spans = withParagraphsApart(text, spans);
    if (countTokens(joined(text, spans)) <= limit) return spans;
  }
  return [];
}

function joined(text: string, spans: readonly Span[]): string {
  return spans.map(({ start, end }) => text.slice(start, end)).join('');
}

/** The spans that are kept of `text` when there is room for `room` tokens; none of them is empty. */
function spansToKeep(text: string, tokens: Tokens, keep: Keep, room: number, cutter: Cutter): Span[] {
  const count = tokens.ids.length;
  const endOf = (index: number) => (index < 0 ? 0 : tokens.ends[index]!);
  const startOf = (index: number) => (index >= count ? text.length : tokens.starts[index]!);
  const spans: Record<Keep, () => Span[]> = {
    start: () => [withoutBlanks(text, { start: 0, end: cutter.backward(endOf(room - 1), 0) })],
    end: () => [withoutBlanks(text, { start: cutter.forward(startOf(count - room), text.length), end: text.length })],
    middle: () => {
      const first = (count - room) >> 1;
      const lastEnd = endOf(first + room - 1);
      const start = cutter.forward(startOf(first), lastEnd);
      return [withoutBlanks(text, { start, end: cutter.backward(lastEnd, start) })];
    },
    'both ends': () => {
      const roomAtStart = (room + 1) >> 1;
      const end = cutter.backward(endOf(roomAtStart - 1), 0);
      const start = cutter.forward(startOf(count - (room - roomAtStart)), text.length);
      return [
        { start: 0, end },
        { start: Math.max(start, end), end: text.length },
      ];
    },
  };
  return spans[keep]().filter(({ start, end }) => end > start);
}

/** Cuts at a boundary, else at a word, else at a token. */
function boundaryCutter(text: string, tokens: Tokens, boundary: TrimOptions['boundary']): Cutter {
  const tokenCuts = tokenCutter(text, tokens);
  if (boundary === 'token') return tokenCuts;
  return {
    backward: (offset, least) => {
      const tokenEnd = tokenEndBefore(tokens, offset);
      const whiteSpace = /^\s*/u.exec(text.slice(tokenEnd, tokenEnd + LONGEST_WHITE_SPACE))![0];
      const limit = tokenEnd + whiteSpace.length;
      const nearest = Math.max(least, limit - SEARCHED_LENGTH);
      const worthwhile = nearest + Math.floor(LEAST_KEPT * (limit - nearest));
      return (
        (boundary === 'sentence' ? boundariesWithin(text, 'sentence', worthwhile, limit + 1).at(-1) : undefined) ??
        wordsOf(nearest, limit + 1).at(-1) ??
        tokenCuts.backward(offset, least)
      );
    },
    forward: (offset, limit) => {
      const tokenStart = tokenStartBehind(tokens, offset);
      const furthest = Math.min(limit, tokenStart + SEARCHED_LENGTH);
      const worthwhile = furthest - Math.floor(LEAST_KEPT * (furthest - tokenStart));
      return (
        (boundary === 'sentence' ? boundariesWithin(text, 'sentence', tokenStart - 1, worthwhile)[0] : undefined) ??
        wordsOf(tokenStart - 1, furthest)[0] ??
        tokenCuts.forward(offset, limit)
      );
    },
  };

  /** Words at which to cut; where sentences are asked for, none behind a full stop that ends no sentence. */
  function wordsOf(from: number, to: number): number[] {
    const words = boundariesWithin(text, 'word', from, to);
    return boundary === 'word' ? words : words.filter((offset) => !isBehindInnerFullStop(text, offset));
  }
}

function tokenCutter(text: string, tokens: Tokens): Cutter {
  return {
    backward: (offset, least) => {
      const end = tokenEndBefore(tokens, offset);
      return end <= least ? end : cutThatKeepsMost(text, end, least);
    },
    forward: (offset) => cutBehind(text, tokenStartBehind(tokens, offset)),
  };
}
