import type { Tokenizer } from '../tokens/tokenizer';

/** Each token as text; special tokens and parts of characters as the vocabulary spells them. */
export function tokenTexts(tokenizer: Tokenizer, ids: ArrayLike<number>): string[] {
  const { vocabularyBytes } = tokenizer;
  return Array.from(ids, (id) => {
    if (tokenizer.isSpecial(id)) return tokenizer.piece(id);
    const bytes = vocabularyBytes[id];
    const text = bytes === undefined ? tokenizer.decode([id]) : Buffer.from(bytes, 'latin1').toString();
    return text === '' || text.includes('\ufffd') ? tokenizer.piece(id) : text;
  });
}
