import { boundariesWithin, boundaryBefore } from '../text/wordSentenceAndHeadingBoundaries';
import { countBelow } from '../text/countOffsetsBelow';
import type { Span } from '../text/span';
import type { Tokens } from './tokenSpans';
import { tokenEndBefore } from './cutBetweenTokens';
import type { CountTokens } from './trimToLimit';
import { END_BOUNDARIES } from './preferredSegmentEnds';

/** How to split a text. */
export interface SplitOptions {
  /** Maximum tokens of a segment, including special tokens. */
  readonly limit: number;
  /** How much of the end of a segment the next one repeats. */
  readonly overlap: { readonly count: number; readonly unit: 'tokens' | 'sentences' };
}

/** A part of a text that fits the limit. */
export interface Segment extends Span {
  /** Tokens of the segment when it is tokenized by itself, including special tokens. */
  readonly tokens: number;
}

/** The text to split, and all that it takes. */
interface SplitInput extends SplitOptions {
  readonly text: string;
  /** The tokens of `text`. */
  readonly tokens: Tokens;
  readonly countTokens: CountTokens;
}

/**
 * Splits `text` into segments that each fit the limit, in order. A segment ends before a heading if one is near enough,
 * else behind a paragraph, a sentence or a word. Segments cover the whole text: each starts where the one before ends,
 * or earlier by the overlap.
 *
 * Throws when the limit leaves no room for new text beside the special tokens and the overlap.
 *
 * @param tokens the tokens of `text`
 */
export function* split(
  text: string,
  tokens: Tokens,
  options: SplitOptions,
  countTokens: CountTokens,
): Generator<Segment, void> {
  requireRoom(tokens, options);
  const input = { ...options, text, tokens, countTokens };
  let start = 0;
  let covered = 0;
  while (covered < text.length) {
    const segment = fittingSegment(input, start, covered);
    yield segment;
    covered = segment.end;
    start = nextStart(input, covered, segment.start + 1);
  }
}

function requireRoom({ specialTokens }: Tokens, { limit, overlap }: SplitOptions): void {
  const repeated = overlap.unit === 'tokens' ? overlap.count : 0;
  if (limit - specialTokens > repeated) return;
  throw new Error(
    `Segments of ${limit} tokens leave no room for new text beside ${specialTokens} special tokens and an overlap of ` +
      `${repeated}. Allow longer segments or a smaller overlap.`,
  );
}

/** A segment from `start` that ends behind `covered`; without the overlap when the overlap leaves no room. */
function fittingSegment(input: SplitInput, start: number, covered: number): Segment {
  const segment =
    longestFit(input, start, covered) ?? (start < covered ? longestFit(input, covered, covered) : undefined);
  if (segment) return segment;
  const room = input.limit - input.tokens.specialTokens;
  throw new Error(`A character of this text has more than ${room} tokens. Allow longer segments.`);
}

/** Shortens the segment token by token until it fits: text that is cut out can have more tokens than it had before. */
function longestFit(input: SplitInput, start: number, covered: number): Segment | undefined {
  const { text, tokens, limit, countTokens } = input;
  const repeated = countBelow(tokens.starts, covered) - countBelow(tokens.starts, start);
  let maxTokens = limit - tokens.specialTokens;
  do {
    const end = bestEnd(input, start, covered, maxTokens);
    const count = countTokens(text.slice(start, end));
    if (count <= limit) return { start, end, tokens: count };
    maxTokens--;
  } while (maxTokens > repeated);
  return undefined;
}

/** The best end behind `covered` for a segment that starts at `start` and has at most `maxTokens` tokens. */
function bestEnd({ text, tokens }: SplitInput, start: number, covered: number, maxTokens: number): number {
  const first = countBelow(tokens.starts, start);
  if (first + maxTokens >= tokens.ids.length) return text.length;
  const furthest = Math.max(tokenEndBefore(tokens, tokens.ends[first + maxTokens - 1]!), covered + 1);
  for (const [boundary, leastUsed] of END_BOUNDARIES) {
    const nearest = Math.max(covered, start + Math.floor(leastUsed * (furthest - start)));
    const end = boundaryBefore(text, boundary, furthest, nearest);
    if (end !== undefined) return end;
  }
  return furthest;
}

/** Where the segment behind one that ends at `end` starts: earlier by the overlap, but not before `earliest`. */
function nextStart({ text, tokens, overlap }: SplitInput, end: number, earliest: number): number {
  if (overlap.count === 0) return end;
  if (overlap.unit === 'sentences') {
    return boundariesWithin(text, 'sentence', earliest, end).at(-overlap.count) ?? earliest;
  }
  const first = countBelow(tokens.starts, end) - overlap.count;
  return Math.max(first < 0 ? 0 : tokens.starts[first]!, earliest);
}
