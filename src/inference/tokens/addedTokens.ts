import type { AddToken, Encode } from './encodedChunkCache';
import type { AddedToken } from './files/tokenizerDefinition';

/** Like `Encode`, for a text at `offset` of a larger one, which the spans are in. */
type EncodeAt = (text: string, offset: number, add: AddToken) => void;

/**
 * Makes an encoder that first finds the added tokens spelled out in a text, such as [SEP], and encodes the sections
 * between them with `encode`.
 */
export function encodeAroundAddedTokens(
  added: readonly Pick<AddedToken, 'id' | 'content' | 'lstrip'>[],
  encode: EncodeAt,
): Encode {
  const ids = new Map<string, number>();
  const patterns = new Map<string, string>();
  for (const { id, content, lstrip } of added) {
    ids.set(content, id);
    patterns.set(content, `${lstrip ? BLANKS_BEFORE : ''}${escapeRegExp(content)}`);
  }
  const literals = anyOf(patterns);

  return (text, add) => {
    let offset = 0;
    for (const section of text.split(literals)) {
      const id = ids.get(section) ?? ids.get(section.replace(/^\p{White_Space}+/u, ''));
      if (id === undefined) encode(section, offset, add);
      else add(id, offset, offset + section.length);
      offset += section.length;
    }
  };
}

/**
 * White space that a token such as RoBERTa's <mask> takes along. The lookbehind starts each match where the white space starts:
 * without it, a long row of spaces takes quadratic time.
 */
const BLANKS_BEFORE = '(?:(?<!\\p{White_Space})\\p{White_Space}+)?';

/** Matches any of the strings, longer ones first. The group makes split() keep the matches. */
function anyOf(patterns: ReadonlyMap<string, string>): RegExp {
  const longestFirst = [...patterns].sort(([a], [b]) => b.length - a.length);
  return patterns.size === 0 ? /(?!)/ : new RegExp(`(${longestFirst.map(([, pattern]) => pattern).join('|')})`, 'u');
}

function escapeRegExp(text: string): string {
  return text.replace(/[[\]\\^$.*+?(){}|/]/g, '\\$&');
}
