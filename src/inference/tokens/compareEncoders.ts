import { nextCut, type CutRule } from '../../core/text/independentTokenizationPoints';
import { TokenListBuilder } from './tokenListBuilder';

/** Ids with their spans, one entry a token. */
interface TokenList {
  readonly ids: ArrayLike<number>;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** Encodes a text; `continues` says that it is the rest of one that was cut before it. */
export type EncodePart = (text: string, continues: boolean) => TokenList;

/** The first of the texts that two encoders encode differently; undefined when there is none. */
export function firstTextWithOtherTokens(
  texts: readonly string[],
  encode: (text: string) => TokenList,
  other: (text: string) => TokenList,
): string | undefined {
  return texts.find((text) => !isEqual(encode(text), other(text)));
}

function isEqual(a: TokenList, b: TokenList): boolean {
  if (a.ids.length !== b.ids.length) return false;
  for (let at = 0; at < a.ids.length; at++)
    if (a.ids[at] !== b.ids[at] || a.starts[at] !== b.starts[at] || a.ends[at] !== b.ends[at]) return false;
  return true;
}

/**
 * Encodes a text part by part, cut where the rule allows.
 *
 * @param leastLength of a part, in UTF-16 code units
 */
export function encodeInParts(text: string, cuts: CutRule, encode: EncodePart, leastLength = 1): TokenList {
  const tokens = new TokenListBuilder();
  for (let start = 0; start < text.length;) {
    const end = nextCut(text, start + leastLength - 1, cuts);
    const { ids, starts, ends } = encode(text.slice(start, end), start > 0);
    for (let at = 0; at < ids.length; at++) tokens.add(ids[at]!, start + starts[at]!, start + ends[at]!);
    start = end;
  }
  return tokens.finish(0);
}
