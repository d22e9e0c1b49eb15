import type { PreTrainedTokenizer } from '@xenova/transformers';
import { BertWords, type BertNormalizer } from './bertWords';
import type { Encode } from './chunkCache';
import { encodeAroundAddedTokens } from './addedTokens';

const CONTINUATION = '##';

/**
 * Encodes as WordPiece (Wu et al. 2016), with source spans. The words come from BertWords and not from transformers.js,
 * whose idea of letters and marks is the editor's Unicode version; the pieces are its own.
 *
 * Throws when the tokenizer normalises as no BERT does.
 */
export function wordPiece(tokenizer: PreTrainedTokenizer): Encode {
  const { normalizer, model } = tokenizer._tokenizer;
  const words = new BertWords((normalizer?.config ?? {}) as BertNormalizer);
  const idOf = (piece: string) => model!.tokens_to_ids.get(piece)!;
  const lengthOf = (piece: string, isFirst: boolean) =>
    !isFirst && piece.startsWith(CONTINUATION) ? piece.length - CONTINUATION.length : piece.length;

  return encodeAroundAddedTokens(tokenizer, (text, offset, add) => {
    for (const word of words.of(text, offset)) {
      let used = 0;
      for (const piece of model!.encode([word.text])) {
        const end = piece === tokenizer.unk_token ? word.text.length : used + lengthOf(piece, used === 0);
        add(idOf(piece), word.starts[used]!, word.ends[end - 1]!);
        used = end;
      }
    }
  });
}
