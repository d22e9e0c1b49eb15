import type { Tokenizer } from '../tokens/tokenizer';

/** The text that each token stands for; of part of a character, and of what is no text, the vocabulary's own spelling. */
export function tokenTexts(tokenizer: Tokenizer, ids: ArrayLike<number>): string[] {
  const { vocabularyBytes } = tokenizer;
  return Array.from(ids, (id) => {
    if (tokenizer.isSpecial(id)) return tokenizer.piece(id);
    const bytes = vocabularyBytes[id];
    const text = bytes === undefined ? tokenizer.decode([id]) : Buffer.from(bytes, 'latin1').toString();
    return text === '' || text.includes('\ufffd') ? tokenizer.piece(id) : text;
  });
}
