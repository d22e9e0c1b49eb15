import type { PreTrainedTokenizer } from '@xenova/transformers';
import type { Encode } from './chunkCache';

/** As `Encode`, for a text that begins at `offset` of a larger one: the spans are in that. */
type EncodeAt = (text: string, offset: number, add: Parameters<Encode>[1]) => void;

/**
 * Encodes the tokens that are found where a text spells them out, such as [SEP], before it is split into words; and by
 * `encode` what stands between them.
 */
export function encodeAroundAddedTokens(tokenizer: PreTrainedTokenizer, encode: EncodeAt): Encode {
  const ids = new Map<string, number>();
  const patterns = new Map<string, string>();
  for (const [id, { content, lstrip, rstrip }] of tokenizer._tokenizer.get_added_tokens_decoder()) {
    ids.set(content, id);
    // RoBERTa's <mask> takes the space before it; looked for from where that begins, or a row of spaces takes hours.
    patterns.set(content, `${lstrip ? '(?:(?<!\\s)\\s+)?' : ''}${escaped(content)}${rstrip ? '\\s*' : ''}`);
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

/** Matches any of the strings, longer ones first, and keeps it when used to split. */
function anyOf(patterns: ReadonlyMap<string, string>): RegExp {
  const longestFirst = [...patterns].sort(([a], [b]) => b.length - a.length);
  return patterns.size === 0 ? /(?!)/ : new RegExp(`(${longestFirst.map(([, pattern]) => pattern).join('|')})`);
}

function escaped(text: string): string {
  return text.replace(/[[\]\\^$.*+?(){}|]/g, '\\$&');
}
