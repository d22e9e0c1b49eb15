import { boundariesOf, countBelow, firstFrom, lastUpTo, type Boundary } from './boundaries';
import type { Span } from './span';
import type { Tokens } from './tokens';

/** What of a text is kept: what stands at its start, at its end, in its middle, or at both ends. */
export type Keep = 'start' | 'end' | 'middle' | 'both ends';

/** UTF-16 code units of white space that are looked at behind a cut. */
const LONGEST_BLANK = 100;

/** Counts the tokens of a text, special ones included. */
export type CountTokens = (text: string) => number;

/** How a text is to be made to fit. */
export interface Trim {
  /** Most tokens, special ones included. */
  readonly limit: number;
  readonly keep: Keep;
  readonly boundary: Extract<Boundary, 'token' | 'word' | 'sentence'>;
}

/**
 * The spans of `text` that are kept so that together they have at most `limit` tokens, counted anew; all of it when it
 * fits. Where the text has no such boundary within reach, a word or a token is cut after.
 *
 * @param tokens those of `text`
 */
export function trim(text: string, tokens: Tokens, { limit, keep, boundary }: Trim, count: CountTokens): Span[] {
  if (count(text) <= limit) return [{ start: 0, end: text.length }];
  const cuts = cutsAt(text, tokens, boundary);
  // What has been cut apart may have more tokens than it had, by a few.
  for (let room = Math.max(0, limit - tokens.added); room > 0; room--) {
    const spans = kept(text, tokens, keep, room, cuts).filter(({ start, end }) => end > start);
    if (count(spans.map(({ start, end }) => text.slice(start, end)).join('')) <= limit) return spans;
  }
  return [];
}

/** The nearest places to cut at, inwards from an offset: as much or less is kept. */
interface Cuts {
  /** Blank space behind the cut is kept with what is before it. */
  back(offset: number): number;
  forth(offset: number): number;
}

function kept(text: string, tokens: Tokens, keep: Keep, room: number, cuts: Cuts): Span[] {
  const count = tokens.ids.length;
  const endOf = (index: number) => (index < 0 ? 0 : tokens.ends[index]!);
  const startOf = (index: number) => (index >= count ? text.length : tokens.starts[index]!);
  switch (keep) {
    case 'start':
      return [withoutBlanks(text, { start: 0, end: cuts.back(endOf(room - 1)) })];
    case 'end':
      return [withoutBlanks(text, { start: cuts.forth(startOf(count - room)), end: text.length })];
    case 'middle': {
      const first = (count - room) >> 1;
      return [withoutBlanks(text, { start: cuts.forth(startOf(first)), end: cuts.back(endOf(first + room - 1)) })];
    }
    case 'both ends': {
      const atStart = (room + 1) >> 1;
      const end = cuts.back(endOf(atStart - 1));
      const start = cuts.forth(startOf(count - (room - atStart)));
      return [
        { start: 0, end },
        { start: Math.max(start, end), end: text.length },
      ];
    }
  }
}

/** The span without the blanks that a cut has left at its ends. */
function withoutBlanks(text: string, { start, end }: Span): Span {
  const kept = text.slice(start, end);
  const first = start === 0 ? 0 : kept.length - kept.replace(/^[ \t]+/, '').length;
  const behind = end === text.length ? 0 : kept.length - kept.replace(/[ \t]+$/, '').length;
  return { start: start + first, end: Math.max(start + first, end - behind) };
}

function cutsAt(text: string, tokens: Tokens, boundary: Trim['boundary']): Cuts {
  if (boundary === 'token') return { back: (at) => wholeBefore(tokens, at), forth: (at) => wholeBehind(tokens, at) };
  const words = boundariesOf(text, 'word');
  const bounds = boundary === 'word' ? words : boundariesOf(text, boundary);
  const { length } = text;
  return {
    back: (offset) => {
      const whole = wholeBefore(tokens, offset);
      const blank = /^\s*/u.exec(text.slice(whole, whole + LONGEST_BLANK))![0].length;
      return lastUpTo(bounds, whole + blank, 0) ?? lastUpTo(words, whole + blank, 0) ?? whole;
    },
    forth: (offset) => {
      const whole = wholeBehind(tokens, offset);
      return firstFrom(bounds, whole, length) ?? firstFrom(words, whole, length) ?? whole;
    },
  };
}

/** The last end of a token at or before `offset` that no other token goes across: several can share one character. */
export function wholeBefore({ starts, ends }: Pick<Tokens, 'starts' | 'ends'>, offset: number): number {
  let index = lastIndex(ends, offset);
  while (index >= 0 && index + 1 < starts.length && starts[index + 1]! < ends[index]!) index--;
  return index < 0 ? 0 : ends[index]!;
}

function wholeBehind({ starts, ends }: Pick<Tokens, 'starts' | 'ends'>, offset: number): number {
  let index = lastIndex(starts, offset - 1) + 1;
  while (index > 0 && index < starts.length && ends[index - 1]! > starts[index]!) index++;
  return index >= starts.length ? offset : starts[index]!;
}

/** Index of the last of the ascending `offsets` that is at most `limit`; −1 when there is none. */
function lastIndex(offsets: Uint32Array, limit: number): number {
  return countBelow(offsets, limit + 1) - 1;
}
