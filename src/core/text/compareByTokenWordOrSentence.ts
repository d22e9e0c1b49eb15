import type { AttendedTokens } from '../attention/displayedMap';
import { boundariesOf } from './wordSentenceAndHeadingBoundaries';
import { countBelow } from './countOffsetsBelow';
import { wordsOf } from './groupTokensIntoWords';

/** What the tokens of a text are grouped into. */
export type UnitKind = 'token' | 'word' | 'sentence';

/** Tokens grouped into units, in text order; each array has one entry a unit. */
export interface Units {
  readonly labels: readonly string[];
  /** Indices of each unit's tokens. */
  readonly tokens: readonly (readonly number[])[];
  /** UTF-16 offset at which each unit starts, and at which it ends; −1 for special tokens. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Groups the tokens of `text`; sentences contain no special tokens. */
export function unitsOf(attended: AttendedTokens, text: string, kind: UnitKind): Units {
  const { pieces, starts, ends } = attended;
  const groups = {
    token: () => pieces.map((_, token) => [token]),
    word: () => wordsOf(pieces, starts, ends),
    sentence: () => sentencesOf(attended, text),
  }[kind]();
  const units = groups.map((tokens) => {
    const [first, last] = [tokens[0]!, tokens.at(-1)!];
    const [start, end] = [starts[first]!, ends[last]!];
    return { label: start < 0 ? pieces[first]! : text.slice(start, end), start, end };
  });
  return {
    labels: units.map(({ label }) => label),
    tokens: groups,
    starts: Int32Array.from(units, ({ start }) => start),
    ends: Int32Array.from(units, ({ end }) => end),
  };
}

/** Indices of the tokens of each sentence; blank tokens are in none. */
function sentencesOf({ starts, ends }: AttendedTokens, text: string): number[][] {
  const boundaries = boundariesOf(text, 'sentence');
  const sentences: number[][] = [];
  let current = -1;
  for (const [token, start] of starts.entries()) {
    if (start < 0 || text.slice(start, ends[token]).trim() === '') continue;
    // The end decides: a token may start with the space before its word, which belongs to the sentence before.
    const sentence = countBelow(boundaries, ends[token]!);
    if (sentence !== current) sentences.push([]);
    current = sentence;
    sentences.at(-1)!.push(token);
  }
  return sentences;
}
