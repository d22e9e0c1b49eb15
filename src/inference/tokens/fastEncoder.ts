import { PreTrainedTokenizer } from '@xenova/transformers';
import { byteLevel, bytesOfPiece } from './byteLevelEncoding';
import { cutsOf } from './cutsOfTokenizer';
import { ChunkCache } from './encodedChunkCache';
import type { FastPath } from './fastPath';
import { isRole } from './files/specialTokenNames';
import { piecesOf } from './files/tokenizerDefinition';
import type { JsonTokenizer } from './files/tokenizerFiles.node';
import { specialTokensAroundText } from './specialTokensAroundText';
import type { TextEncoder } from './tokenizerOfEncoder';
import { unigram } from './unigram';
import { wordPiece } from './wordPiece';

/** Our own encoder for a file that the fast path covers, with the vocabulary and the decoder of transformers.js. */
export function fastEncoder(files: JsonTokenizer, path: FastPath): TextEncoder {
  const { definition, config, special } = files;
  // transformers.js refuses roles that are written otherwise than it expects.
  const others = Object.entries(config).filter(([name]) => !isRole(name));
  const tokenizer = new PreTrainedTokenizer(definition, { ...Object.fromEntries(others), ...special });
  const encodeChunk = {
    'byte-level BPE': () => byteLevel(tokenizer, definition.added_tokens, piecesOf(definition).map(bytesOfPiece)),
    WordPiece: () => wordPiece(definition),
    Unigram: () => unigram(tokenizer, definition),
  }[path]();
  const around = specialTokensAroundText(tokenizer);
  const cuts = path === 'Unigram' ? cutsOf(definition) && 'space' : cutsOf(definition);
  const chunks = new ChunkCache(encodeChunk, cuts);
  const count = around[0].length + around[1].length;
  return {
    cuts,
    around,
    encode: (text) => chunks.encode(text, count),
    decode: (ids) => tokenizer.decode(ids, { skip_special_tokens: true }),
  };
}
