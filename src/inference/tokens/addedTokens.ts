import type { PreTrainedTokenizer } from '@xenova/transformers';
import type { AddToken, Encode } from './encodedChunkCache';

/** Like `Encode`, for a text at `offset` of a larger one, which the spans are in. */
type EncodeAt = (text: string, offset: number, add: AddToken) => void;

/**
 * Makes an encoder that first finds the added tokens spelled out in a text, such as [SEP], and encodes the sections
 * between them with `encode`.
 */
export function encodeAroundAddedTokens(tokenizer: PreTrainedTokenizer, encode: EncodeAt): Encode {
  const ids = new Map<string, number>();
  const patterns = new Map<string, string>();
  for (const [id, { content, lstrip, rstrip }] of tokenizer._tokenizer.get_added_tokens_decoder()) {
    ids.set(content, id);
    // RoBERTa's <mask> includes white space before it. The lookbehind starts each match where the white space starts:
    // without it, a long row of spaces takes quadratic time.
    patterns.set(content, `${lstrip ? '(?:(?<!\\s)\\s+)?' : ''}${escapeRegExp(content)}${rstrip ? '\\s*' : ''}`);
  }
  const literals = anyOf(patterns);

  return (text, add) => {
    let offset = 0;
    for (const section of text.split(literals)) {
      const id = ids.get(section) ?? ids.get(section.trim());
      if (id === undefined) encode(section, offset, add);
      else add(id, offset, offset + section.length);
      offset += section.length;
    }
  };
}

/** Matches any of the strings, longer ones first. The group makes split() keep the matches. */
function anyOf(patterns: ReadonlyMap<string, string>): RegExp {
  const longestFirst = [...patterns].sort(([a], [b]) => b.length - a.length);
  return patterns.size === 0 ? /(?!)/ : new RegExp(`(${longestFirst.map(([, pattern]) => pattern).join('|')})`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[[\]\\^$.*+?(){}|]/g, '\\$&');
}
