import { beginsNewWord } from '../../core/completion/dropUnfinishedLastWord';
import { textOfBytes } from '../tokens/byteLevelEncoding';
import type { Tokenizer } from '../tokens/tokenizer';
import { logSumExp } from './topTokens';

const found = new WeakMap<Tokenizer, Uint8Array>();

/** The natural logarithm of the probability that the next token begins a new word, so that the one before it is whole. */
export function logProbabilityOfWordEnd(tokenizer: Tokenizer, logits: Float32Array): number {
  const begins = tokensThatBeginWords(tokenizer);
  const ends = logits.filter((_, id) => begins[id] === 1);
  return Math.min(0, logSumExp(ends) - logSumExp(logits));
}

/** Whether bytes begin a new word. Those of a part of a character do not: it may belong to the word before. */
export function bytesBeginWord(bytes: string): boolean {
  const text = textOfBytes(bytes);
  return text !== '' && !text.startsWith('\ufffd') && beginsNewWord(text);
}

/** By id: 1 for a token that begins a new word or ends the text. */
function tokensThatBeginWords(tokenizer: Tokenizer): Uint8Array {
  let begins = found.get(tokenizer);
  if (!begins) {
    begins = Uint8Array.from(tokenizer.vocabularyBytes, (bytes, id) =>
      tokenizer.isSpecial(id) || bytesBeginWord(bytes ?? '') ? 1 : 0,
    );
    found.set(tokenizer, begins);
  }
  return begins;
}
