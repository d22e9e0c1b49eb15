import { Tokenizer as Reference } from 'tokenizers';
import { encodeInParts, type EncodePart } from '../../src/inference/tokens/compareEncoders';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { differenceOf } from './tokenLists';

/**
 * Characters that character maps remove. At the start of a text and behind an added token, the reference aligns the next character
 * to the removed one, and all spans after it are wrong.
 */
const REMOVED = '[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]+';

/** On how many texts a tokenizer differs from the reference, and how on the first of them. */
export interface Comparison {
  readonly different: number;
  readonly first: string | undefined;
}

/**
 * Compares a tokenizer with the reference on texts, in some of which added tokens are spelled out: ids and spans, encoded as a whole
 * and in parts.
 */
export async function countOtherTokens(
  tokenizer: Tokenizer,
  definition: string,
  texts: Iterable<string>,
): Promise<Comparison> {
  const reference = Reference.fromString(definition);
  reference.disableTruncation();
  reference.disablePadding();
  const { added_tokens = [] } = JSON.parse(definition) as { added_tokens?: { content: string }[] };
  const contents = added_tokens.map(({ content }) => content.replace(/[[\]\\^$.*+?(){}|/]/g, '\\$&'));
  const removedFirst = new RegExp(`(${['^', ...contents].join('|')})${REMOVED}`, 'g');
  const hasCharacterMap = definition.includes('"Precompiled"');
  let index = 0;
  let different = 0;
  let first: string | undefined;
  for (const difficult of texts) {
    const added = added_tokens[index++ % Math.max(1, added_tokens.length)]?.content ?? '';
    const mixed = index % 3 === 0 ? `${difficult}${added}${difficult.slice(0, 20)} ${added}x` : difficult;
    const text = hasCharacterMap ? mixed.replace(removedFirst, '$1') : mixed;
    const difference = await otherTokensOf(text, tokenizer, reference, 1 + (index % 40));
    if (difference === undefined) continue;
    different++;
    first ??= `${difference}, in ${JSON.stringify(text)}`;
  }
  return { different, first };
}

/** @param leastLength of a part, in UTF-16 code units */
async function otherTokensOf(
  text: string,
  tokenizer: Tokenizer,
  reference: Reference,
  leastLength: number,
): Promise<string | undefined> {
  const encoding = await reference.encode(text, null, { addSpecialTokens: false });
  const offsets = utf16Offsets(text);
  const spans = encoding.getOffsets();
  const expected = {
    ids: encoding.getIds(),
    starts: spans.map(([start]) => offsets[start!]!),
    ends: spans.map(([, end]) => offsets[end!]!),
  };
  const whole = differenceOf(tokenizer.encode(text), expected);
  if (whole !== undefined || !tokenizer.cuts) return whole;
  const encodePart: EncodePart = (part, continues) => tokenizer.encode(part, continues);
  const inParts = encodeInParts(text, tokenizer.cuts, encodePart, leastLength);
  const difference = differenceOf(inParts, expected);
  return difference === undefined ? undefined : `in parts, ${difference}`;
}

/** The UTF-16 offset of each character (code point), and the end: the reference counts characters. */
export function utf16Offsets(text: string): number[] {
  const offsets = [0];
  let offset = 0;
  for (const character of text) offsets.push((offset += character.length));
  return offsets;
}
