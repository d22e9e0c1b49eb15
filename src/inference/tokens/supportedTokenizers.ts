import type { PreTrainedTokenizer } from '@xenova/transformers';
import { byteLevel } from './byteLevelEncoding';
import type { Encode } from './encodedChunkCache';
import { unigram } from './unigram';
import { wordPiece } from './wordPiece';

/** The encoder for a kind of tokenizer. Throws when it is neither WordPiece, byte-level BPE nor Unigram. */
export function encoderFor(tokenizer: PreTrainedTokenizer, bytes: () => readonly string[]): Encode {
  const kind = tokenizer._tokenizer.model?.config.type;
  if (kind === 'BPE' && isByteLevel(tokenizer)) return byteLevel(tokenizer, bytes());
  if (kind === 'WordPiece') return wordPiece(tokenizer);
  if (kind === 'Unigram') return unigram(tokenizer);
  throw new Error(
    `This tokenizer (${kind}) is not supported. Choose a model with WordPiece, byte-level BPE or Unigram.`,
  );
}

/** Whether the vocabulary is one of bytes, as GPT-2 has. */
export function isByteLevel(tokenizer: PreTrainedTokenizer): boolean {
  const { model, decoder } = tokenizer._tokenizer;
  return model?.config.type === 'BPE' && JSON.stringify(decoder?.config ?? '').includes('"ByteLevel"');
}
