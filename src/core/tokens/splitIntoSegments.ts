import { boundariesWithin, boundaryBefore } from '../text/wordSentenceAndHeadingBoundaries';
import { countBelow } from '../text/countOffsetsBelow';
import { cutBefore, cutBehind, KEPT, type Kept } from '../text/structure/keptTogether';
import type { Span } from '../text/span';
import type { Tokens } from './tokenSpans';
import { tokenEndBefore } from './cutBetweenTokens';
import { headerOfCutBlock } from './headerOfCutBlock';
import { beforeBlockToKeepWhole } from './keepBlocksWhole';
import type { CountTokens } from './trimToLimit';
import { END_BOUNDARIES } from './preferredSegmentEnds';
import { segmentText, type Segment } from './segmentText';

/** How to split a text. */
export interface SplitOptions {
  /** Maximum tokens of a segment, including special tokens. */
  readonly limit: number;
  /** How much of the end of a segment the next one repeats. */
  readonly overlap: { readonly count: number; readonly unit: 'tokens' | 'sentences' };
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
 * else behind a paragraph, an item or row, a sentence or a word, and before code or a table that fits into the next one.
 * Segments cover the whole text: each starts where the one before ends, or earlier by the overlap.
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
  let starts = [0];
  let covered = 0;
  while (covered < text.length) {
    const segment = fittingSegment(input, starts, covered);
    yield segment;
    covered = segment.end;
    starts = nextStarts(input, covered, segment.start);
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

/**
 * A segment that ends behind `covered`, from the first of `starts` that leaves room; without a header if that takes it. Parts
 * of templates and characters are cut only where they have no room at all.
 */
function fittingSegment(input: SplitInput, starts: readonly number[], covered: number): Segment {
  for (const kept of KEPT) {
    for (const start of starts) {
      const header = headerOfCutBlock(input.text, start);
      const segment =
        (header && longestFit(input, start, covered, kept, header)) ?? longestFit(input, start, covered, kept);
      if (segment) return segment;
    }
  }
  const room = input.limit - input.tokens.specialTokens;
  throw new Error(`A character of this text has more than ${room} tokens. Allow longer segments.`);
}

/** Shortens the segment token by token until it fits: text that is cut out can have more tokens than it had before. */
function longestFit(input: SplitInput, start: number, covered: number, kept: Kept, header?: Span): Segment | undefined {
  const { text, tokens, limit, countTokens } = input;
  const repeated = countTokensWithin(tokens, start, covered);
  const headerTokens = header ? countTokensWithin(tokens, header.start, header.end) : 0;
  let maxTokens = limit - tokens.specialTokens - headerTokens;
  do {
    const end = bestEnd(input, start, covered, maxTokens, kept);
    if (end === undefined) return undefined;
    const segment = { ...(header ? { header } : {}), start, end };
    const count = countTokens(segmentText(text, segment));
    if (count <= limit) return { ...segment, tokens: count };
    maxTokens--;
  } while (maxTokens > repeated);
  return undefined;
}

function countTokensWithin({ starts }: Tokens, from: number, to: number): number {
  return countBelow(starts, to) - countBelow(starts, from);
}

/** The best end behind `covered` for a segment from `start` on with at most `maxTokens` tokens; undefined for none. */
function bestEnd(
  { text, tokens, limit }: SplitInput,
  start: number,
  covered: number,
  maxTokens: number,
  kept: Kept,
): number | undefined {
  const first = countBelow(tokens.starts, start);
  if (first + maxTokens >= tokens.ids.length) return text.length;
  const tokenEnd = maxTokens > 0 ? tokenEndBefore(tokens, tokens.ends[first + maxTokens - 1]!) : covered;
  const furthest = beforeBlockToKeepWhole(text, tokens, tokenEnd, covered, limit - tokens.specialTokens);
  for (const [boundary, leastUsed] of END_BOUNDARIES) {
    const nearest = Math.max(covered, start + Math.floor(leastUsed * (furthest - start)));
    const end = boundaryBefore(text, boundary, furthest, nearest);
    if (end !== undefined) return end;
  }
  const end = cutBefore(text, furthest, kept);
  if (end > covered) return end;
  return kept === 'code points' ? cutBehind(text, covered + 1, kept) : undefined;
}

/**
 * Where the segment behind one from `start` to `end` can start, best first: earlier by the overlap, or by less of it. An
 * overlap starts where a sentence or a token does, and never repeats the whole segment.
 */
function nextStarts({ text, tokens, overlap }: SplitInput, end: number, start: number): number[] {
  if (overlap.count === 0) return [end];
  if (overlap.unit === 'sentences')
    return [...boundariesWithin(text, 'sentence', start, end).slice(-overlap.count), end];
  const first = countBelow(tokens.starts, end) - overlap.count;
  const from = cutBehind(text, Math.max(first < 0 ? 0 : tokens.starts[first]!, start + 1));
  return from < end ? [from, end] : [end];
}
