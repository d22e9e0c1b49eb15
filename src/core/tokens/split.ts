import { boundariesWithin, boundaryBefore, countBelow, type Boundary } from '../text/boundaries';
import type { Span } from '../text/span';
import type { Tokens } from './tokens';
import { wholeBefore, type CountTokens } from './trim';

/** How a text is to be split. */
export interface SplitOptions {
  /** Most tokens of a segment, special ones included. */
  readonly limit: number;
  /** How much of the segment before each segment says again. */
  readonly overlap: { readonly count: number; readonly unit: 'tokens' | 'sentences' };
}

export interface Segment extends Span {
  /** Counted anew, special ones included. */
  readonly tokens: number;
}

/** The better a place is to cut at, the less of the room need be used for it. */
const LEAST_USED: [Exclude<Boundary, 'token'>, number][] = [
  ['heading', 0.5],
  ['paragraph', 0.5],
  ['sentence', 0.25],
  ['word', 0],
];

/**
 * Splits `text` into segments that each fit, one after the other: before a heading if one is near enough, else behind a
 * paragraph, a sentence, a word. Together they cover the text: each begins where the one before ends, or by the overlap
 * earlier.
 *
 * Throws when the limit leaves no room beside the special tokens and the overlap.
 *
 * @param tokens those of `text`
 */
export function* split(
  text: string,
  tokens: Tokens,
  { limit, overlap }: SplitOptions,
  count: CountTokens,
): Generator<Segment, void> {
  const room = limit - tokens.specialTokens;
  const repeated = overlap.unit === 'tokens' ? overlap.count : 0;
  if (room <= repeated) {
    throw new Error(
      `Segments of ${limit} tokens leave no room for new text beside ${tokens.specialTokens} special tokens and an overlap of ` +
        `${repeated}. Allow longer segments or a smaller overlap.`,
    );
  }
  const { length } = text;

  /** The best end of a segment that starts at `start` and has at most `most` tokens, all behind `least`. */
  const endOf = (start: number, least: number, most: number): number => {
    const first = countBelow(tokens.starts, start);
    if (first + most >= tokens.ids.length) return length;
    const whole = wholeBefore(tokens, tokens.ends[first + most - 1]!);
    const furthest = Math.max(whole, least + 1);
    for (const [boundary, used] of LEAST_USED) {
      const nearest = Math.max(least, start + Math.floor(used * (furthest - start)));
      const end = boundaryBefore(text, boundary, furthest, nearest);
      if (end !== undefined) return end;
    }
    return furthest;
  };

  /** Where the segment behind the one that ends at `end` starts, and never before `least`. */
  const startBehind = (end: number, least: number): number => {
    if (overlap.count === 0) return end;
    if (overlap.unit === 'tokens') {
      const last = countBelow(tokens.starts, end);
      const start = last - overlap.count < 0 ? 0 : tokens.starts[last - overlap.count]!;
      return Math.max(start, least);
    }
    const sentences = boundariesWithin(text, 'sentence', least, end);
    return sentences.at(-overlap.count) ?? least;
  };

  for (let [start, covered] = [0, 0]; covered < length;) {
    let most = room;
    let end = endOf(start, covered, most);
    const countNow = () => count(text.slice(start, end));
    let tokensNow = countNow();
    // What has been cut apart may have more tokens than it had; so may repeated sentences leave no room for new text.
    while (tokensNow > limit) {
      if (most > 1 && tokensFrom(tokens, start, covered) < most - 1) end = endOf(start, covered, --most);
      else if (start < covered) [start, most, end] = [covered, room, endOf(covered, covered, room)];
      else throw new Error(`A character of this text has more than ${room} tokens. Allow longer segments.`);
      tokensNow = countNow();
    }
    yield { start, end, tokens: tokensNow };
    const before = start;
    covered = end;
    start = startBehind(end, before + 1);
  }
}

/** How many tokens start in [from, to). */
function tokensFrom({ starts }: Tokens, from: number, to: number): number {
  return countBelow(starts, to) - countBelow(starts, from);
}
