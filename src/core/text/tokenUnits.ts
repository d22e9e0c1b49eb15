import type { AttendedTokens } from '../attention/displayedMap';
import { boundariesOf } from './boundaries';
import { countBelow } from './boundaries';
import { wordsOf } from './words';

/** What counts as one. */
export type UnitKind = 'token' | 'word' | 'sentence';

/** Tokens put together, in order; arrays have one entry a unit. */
export interface Units {
  readonly labels: readonly string[];
  /** Indices of each unit's tokens. */
  readonly tokens: readonly (readonly number[])[];
  /** UTF-16 offsets; −1 for special tokens. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The tokens, words or sentences of `text`; special tokens are in no sentence. */
export function unitsOf(attended: AttendedTokens, text: string, kind: UnitKind): Units {
  const { pieces, starts, ends } = attended;
  const tokens = {
    token: () => pieces.map((_, token) => [token]),
    word: () => wordsOf(pieces, starts, ends),
    sentence: () => sentencesOf(attended, text),
  }[kind]();
  const [first, last] = [(unit: readonly number[]) => unit[0]!, (unit: readonly number[]) => unit.at(-1)!];
  return {
    labels: tokens.map((unit) =>
      starts[first(unit)]! < 0 ? pieces[first(unit)]! : text.slice(starts[first(unit)], ends[last(unit)]),
    ),
    tokens,
    starts: Int32Array.from(tokens, (unit) => starts[first(unit)]!),
    ends: Int32Array.from(tokens, (unit) => ends[last(unit)]!),
  };
}

function sentencesOf({ starts, ends }: AttendedTokens, text: string): number[][] {
  const boundaries = boundariesOf(text, 'sentence');
  const sentences: number[][] = [];
  let current = -1;
  for (const [token, start] of starts.entries()) {
    if (start < 0 || text.slice(start, ends[token]).trim() === '') continue;
    // A token begins with the blank before its word.
    const sentence = countBelow(boundaries, ends[token]!);
    if (sentence !== current) sentences.push([]);
    current = sentence;
    sentences.at(-1)!.push(token);
  }
  return sentences;
}
