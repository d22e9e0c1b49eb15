import { isCut, type CutRule } from '../../src/core/text/independentTokenizationPoints';
import type { Tokens } from '../../src/core/tokens/tokenSpans';
import { TokenListBuilder } from '../../src/inference/tokens/tokenListBuilder';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';

/** Ids and spans of tokens, one entry a token. */
interface TokenList {
  readonly ids: ArrayLike<number>;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** Says in which token two lists differ first; undefined when they are equal. */
export function differenceOf(actual: TokenList, expected: TokenList): string | undefined {
  const indices = (['ids', 'starts', 'ends'] as const).map((name) => firstDifference(actual[name], expected[name]));
  const different = indices.filter((index) => index !== undefined);
  if (different.length === 0) return undefined;
  const index = Math.min(...different);
  const token = ({ ids, starts, ends }: TokenList) => `${ids[index]} at ${starts[index]}-${ends[index]}`;
  return `token ${index} is ${token(actual)}, not ${token(expected)}`;
}

/** The first index at which two lists differ, one of which may be longer; undefined when they are equal. */
export function firstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number | undefined {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) if (actual[index] !== expected[index]) return index;
  return undefined;
}

/** An encoder that encodes each piece of text between two cuts once. */
interface CachingEncoder extends Pick<Tokenizer, 'cuts' | 'specialTokens' | 'encode'> {
  /** Number of a text's tokens, without special tokens. */
  count(text: string): number;
}

/** Makes a caching encoder of a tokenizer, for tests that need a whole text's tokens after each of many small changes. */
export function cachingEncoder({ cuts, specialTokens, encode }: Tokenizer): CachingEncoder {
  const cache = new Map<string, Tokens>();
  const tokensOf = (piece: string) => {
    const cached = cache.get(piece);
    if (cached) return cached;
    const tokens = encode(piece);
    cache.set(piece, tokens);
    return tokens;
  };
  return {
    cuts,
    specialTokens,
    encode(text) {
      const all = new TokenListBuilder();
      for (const [start, end] of piecesOf(text, cuts)) {
        const { ids, starts, ends } = tokensOf(text.slice(start, end));
        ids.forEach((id, index) => all.add(id, start + starts[index]!, start + ends[index]!));
      }
      return all.finish(specialTokens);
    },
    count(text) {
      let count = 0;
      for (const [start, end] of piecesOf(text, cuts)) count += tokensOf(text.slice(start, end)).ids.length;
      return count;
    },
  };
}

/** Splits a text at the cuts between an e and a space: every few words, so that a piece is short and pieces are few. */
function piecesOf(text: string, cuts: CutRule | undefined): [start: number, end: number][] {
  const pieces: [number, number][] = [];
  let start = 0;
  for (let at = text.indexOf('e '); at !== -1; at = text.indexOf('e ', at + 1)) {
    if (!isCut(text, at + 1, cuts)) continue;
    pieces.push([start, at + 1]);
    start = at + 1;
  }
  if (start < text.length) pieces.push([start, text.length]);
  return pieces;
}
