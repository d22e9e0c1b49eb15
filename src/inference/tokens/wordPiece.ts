import type { PreTrainedTokenizer } from '@xenova/transformers';
import { encodeAroundAddedTokens } from './addedTokens';
import { BertWords, type BertNormalizer } from './bertWords';
import type { Encode } from './encodedChunkCache';

const CONTINUATION = '##';

/**
 * Makes an encoder for WordPiece (Wu et al. 2016) with source spans. Words come from BertWords, because transformers.js
 * classifies letters and marks by the Unicode version of the editor; pieces come from transformers.js.
 *
 * Throws when the tokenizer normalises text differently from every BERT.
 */
export function wordPiece(tokenizer: PreTrainedTokenizer): Encode {
  const { normalizer, model } = tokenizer._tokenizer;
  const words = new BertWords((normalizer?.config ?? {}) as BertNormalizer);
  const idOf = (piece: string) => model!.tokens_to_ids.get(piece)!;
  const lengthOf = (piece: string, isFirst: boolean) =>
    !isFirst && piece.startsWith(CONTINUATION) ? piece.length - CONTINUATION.length : piece.length;

  return encodeAroundAddedTokens(tokenizer, (text, offset, add) => {
    for (const word of words.split(text, offset)) {
      let start = 0;
      for (const piece of model!.encode([word.text])) {
        const end = piece === tokenizer.unk_token ? word.text.length : start + lengthOf(piece, start === 0);
        add(idOf(piece), word.starts[start]!, word.ends[end - 1]!);
        start = end;
      }
    }
  });
}
