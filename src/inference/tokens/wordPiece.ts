import type { PreTrainedTokenizer } from '@xenova/transformers';
import { encodeAroundAddedTokens } from './addedTokens';
import { BertWords, type BertNormalizer } from './bertWords';
import type { Encode } from './encodedChunkCache';
import { longestPieces, type WordPieces } from './longestPiecesOfWord';

/**
 * Makes an encoder for WordPiece (Wu et al. 2016) with source spans. Words come from BertWords, because transformers.js
 * classifies letters and marks by the Unicode version of the editor.
 *
 * Throws when the tokenizer normalises text differently from every BERT.
 */
export function wordPiece(tokenizer: PreTrainedTokenizer): Encode {
  const { normalizer } = tokenizer._tokenizer;
  const words = new BertWords((normalizer?.config ?? {}) as BertNormalizer);
  const { unknown, ...pieces } = vocabularyOf(tokenizer);

  return encodeAroundAddedTokens(tokenizer, (text, offset, add) => {
    for (const word of words.split(text, offset)) {
      const found = longestPieces(word.text, pieces);
      if (!found) add(unknown, word.starts[0]!, word.ends.at(-1)!);
      else for (const { id, start, end } of found) add(id, word.starts[start]!, word.ends[end - 1]!);
    }
  });
}

/** The pieces of a tokenizer's vocabulary, and the id of a word that they cannot spell. */
function vocabularyOf(tokenizer: PreTrainedTokenizer): WordPieces & { readonly unknown: number } {
  const model = tokenizer._tokenizer.model as unknown as {
    readonly tokens_to_ids: ReadonlyMap<string, number>;
    readonly unk_token_id: number;
    readonly max_input_chars_per_word: number;
    readonly config: { readonly continuing_subword_prefix?: string };
  };
  return {
    ids: model.tokens_to_ids,
    continuation: model.config.continuing_subword_prefix ?? '##',
    longest: Array.from(model.tokens_to_ids.keys()).reduce((most, piece) => Math.max(most, piece.length), 0),
    maxCharacters: model.max_input_chars_per_word,
    unknown: model.unk_token_id,
  };
}
