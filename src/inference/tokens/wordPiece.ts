import { encodeAroundAddedTokens } from './addedTokens';
import { BertWords, type BertNormalizer } from './bertWords';
import type { Encode } from './encodedChunkCache';
import type { TokenizerDefinition } from './files/tokenizerDefinition';
import { longestPieces, type WordPieces } from './longestPiecesOfWord';

/**
 * Makes an encoder for WordPiece (Wu et al. 2016) with source spans. Words come from BertWords, because transformers.js
 * classifies letters and marks by the Unicode version of the editor.
 *
 * Throws when the tokenizer normalises text differently from every BERT.
 */
export function wordPiece({ normalizer, model, added_tokens }: TokenizerDefinition): Encode {
  const words = new BertWords((normalizer ?? {}) as BertNormalizer);
  const ids = new Map(Object.entries(model.vocab as Readonly<Record<string, number>>));
  const unknown = ids.get(model['unk_token'] as string)!;
  const pieces: WordPieces = {
    ids,
    continuation: (model['continuing_subword_prefix'] as string | null) ?? '##',
    longest: Array.from(ids.keys()).reduce((most, piece) => Math.max(most, piece.length), 0),
    maxCharacters: (model['max_input_chars_per_word'] as number | undefined) ?? 100,
  };
  return encodeAroundAddedTokens(added_tokens, (text, offset, add) => {
    for (const word of words.split(text, offset)) {
      const found = longestPieces(word.text, pieces);
      if (!found) add(unknown, word.starts[0]!, word.ends.at(-1)!);
      else for (const { id, start, end } of found) add(id, word.starts[start]!, word.ends[end - 1]!);
    }
  });
}
