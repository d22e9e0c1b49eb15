import type { PreTrainedTokenizer } from '@xenova/transformers';
import type { Encode } from './chunkMemory';

/** As `Encode`, for a text that begins at `offset` of a larger one: the spans are in that. */
type EncodeAt = (text: string, offset: number, add: Parameters<Encode>[1]) => void;

/**
 * Encodes the tokens that are found where a text spells them out, such as [SEP], before it is split into words; and by
 * `encode` what stands between them.
 */
export function aroundLiterals(tokenizer: PreTrainedTokenizer, encode: EncodeAt): Encode {
  const ids = new Map<string, number>();
  for (const [id, { content }] of tokenizer._tokenizer.get_added_tokens_decoder()) ids.set(content, id);
  const literals = anyOf([...ids.keys()]);

  return (text, add) => {
    let offset = 0;
    for (const section of text.split(literals)) {
      const id = ids.get(section);
      if (id === undefined) encode(section, offset, add);
      else add(id, offset, offset + section.length);
      offset += section.length;
    }
  };
}

/** Matches any of the strings, longer ones first, and keeps it when used to split. */
function anyOf(literals: readonly string[]): RegExp {
  const longestFirst = literals.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map((literal) => literal.replace(/[[\]\\^$.*+?(){}|]/g, '\\$&'));
  return escaped.length === 0 ? /(?!)/ : new RegExp(`(${escaped.join('|')})`);
}
