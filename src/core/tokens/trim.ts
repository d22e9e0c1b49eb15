import { boundaryBefore, boundaryAfter, countBelow, type Boundary } from '../text/boundaries';
import type { Span } from '../text/span';
import { tokenCount, type Tokens } from './tokens';

/** What of a text is kept: what stands at its start, at its end, in its middle, or at both ends. */
export type Keep = 'start' | 'end' | 'middle' | 'both ends';

/** How far from a cut a boundary is looked for, in UTF-16 code units: no sentence is longer. */
const REACH = 8_000;
/** UTF-16 code units of white space that are looked at behind a cut. */
const LONGEST_BLANK = 100;

/** Counts the tokens of a text, special ones included. */
export type CountTokens = (text: string) => number;

/** How a text is to be made to fit. */
export interface TrimOptions {
  /** Most tokens, special ones included. */
  readonly limit: number;
  readonly keep: Keep;
  readonly boundary: Extract<Boundary, 'token' | 'word' | 'sentence'>;
}

/**
 * The spans of `text` that are kept so that together they have at most `limit` tokens, counted anew; all of it when it
 * fits. Where the text has no such boundary within reach, a word or a token is cut after. Throws when the limit leaves no
 * room beside the special tokens.
 *
 * @param tokens those of `text`
 */
export function trim(text: string, tokens: Tokens, { limit, keep, boundary }: TrimOptions, count: CountTokens): Span[] {
  if (tokenCount(tokens) <= limit) return [{ start: 0, end: text.length }];
  if (limit <= tokens.specialTokens) {
    throw new Error(
      `A limit of ${limit} leaves no room beside the model's ${tokens.specialTokens} special tokens. Allow more.`,
    );
  }
  const ways = [cutsAt(text, tokens, boundary), cutsAt(text, tokens, 'token')];
  const textOf = (spans: readonly Span[]) => spans.map(({ start, end }) => text.slice(start, end)).join('');
  // What has been cut apart may have more tokens than it had, by a few.
  for (let room = limit - tokens.specialTokens; room > 0; room--) {
    const [wanted, exact] = ways.map((cuts) =>
      kept(text, tokens, keep, room, cuts).filter(({ start, end }) => end > start),
    );
    // Where there is nothing but blanks between two boundaries, they are too far apart.
    const spans = textOf(wanted!).trim() === '' ? exact! : boundary === 'sentence' ? parted(text, wanted!) : wanted!;
    if (count(textOf(spans)) <= limit) return spans;
  }
  return [];
}

/** The nearest places to cut at, inwards from an offset: as much or less is kept. */
interface Cuts {
  /** More than `least`, unless `offset` is that; blank space behind the cut is kept with what is before it. */
  back(offset: number, least: number): number;
  /** Less than `most`, unless `offset` is that. */
  forth(offset: number, most: number): number;
}

function kept(text: string, tokens: Tokens, keep: Keep, room: number, cuts: Cuts): Span[] {
  const count = tokens.ids.length;
  const endOf = (index: number) => (index < 0 ? 0 : tokens.ends[index]!);
  const startOf = (index: number) => (index >= count ? text.length : tokens.starts[index]!);
  switch (keep) {
    case 'start':
      return [withoutBlanks(text, { start: 0, end: cuts.back(endOf(room - 1), 0) })];
    case 'end':
      return [withoutBlanks(text, { start: cuts.forth(startOf(count - room), text.length), end: text.length })];
    case 'middle': {
      const first = (count - room) >> 1;
      const last = endOf(first + room - 1);
      const start = cuts.forth(startOf(first), last);
      return [withoutBlanks(text, { start, end: cuts.back(last, start) })];
    }
    case 'both ends': {
      const atStart = (room + 1) >> 1;
      const end = cuts.back(endOf(atStart - 1), 0);
      const start = cuts.forth(startOf(count - (room - atStart)), text.length);
      return [
        { start: 0, end },
        { start: Math.max(start, end), end: text.length },
      ];
    }
  }
}

/** Both ends of a text, shortened where two of its paragraphs would become one: the end that loses less. */
function parted(text: string, spans: Span[]): Span[] {
  const [head, tail] = spans;
  if (!head || !tail || text[head.end - 1] === '\n' || !text.slice(head.end, tail.start).includes('\n')) return spans;
  const breakBefore = /\n\s*$/.exec(text.slice(head.end, tail.start));
  if (breakBefore) return [head, { start: head.end + breakBefore.index, end: tail.end }];
  const lineEnd = text.lastIndexOf('\n', head.end - 1) + 1;
  const nextLine = text.indexOf('\n', tail.start);
  const isTailLonger = nextLine >= 0 && text.slice(nextLine, tail.end).trim() !== '';
  if (isTailLonger && (lineEnd === 0 || nextLine - tail.start <= head.end - lineEnd)) {
    return [head, { start: nextLine, end: tail.end }];
  }
  return lineEnd > 0 ? [{ start: 0, end: lineEnd }, tail] : spans;
}

/** The span without the blanks that a cut has left at its ends. */
function withoutBlanks(text: string, { start, end }: Span): Span {
  let [first, behind] = [start, end];
  if (start > 0) while (first < end && isBlank(text, first)) first++;
  if (end < text.length) while (behind > first && isBlank(text, behind - 1)) behind--;
  return { start: first, end: behind };
}

function isBlank(text: string, offset: number): boolean {
  return text[offset] === ' ' || text[offset] === '\t';
}

function cutsAt(text: string, tokens: Tokens, boundary: TrimOptions['boundary']): Cuts {
  if (boundary === 'token') return { back: (at) => wholeBefore(tokens, at), forth: (at) => wholeBehind(tokens, at) };
  return {
    back: (offset, least) => {
      const whole = wholeBefore(tokens, offset);
      const limit = whole + /^\s*/u.exec(text.slice(whole, whole + LONGEST_BLANK))![0].length;
      const nearest = Math.max(least, limit - REACH);
      return boundaryBefore(text, boundary, limit, nearest) ?? boundaryBefore(text, 'word', limit, nearest) ?? whole;
    },
    forth: (offset, most) => {
      const whole = wholeBehind(tokens, offset);
      const furthest = Math.min(most, whole + REACH);
      return boundaryAfter(text, boundary, whole, furthest) ?? boundaryAfter(text, 'word', whole, furthest) ?? whole;
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
