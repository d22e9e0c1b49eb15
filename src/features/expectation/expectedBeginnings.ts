const LETTER = /^[\p{L}\p{M}\p{N}]/u;
/** To which a part of a character is decoded. */
const REPLACEMENT = '\ufffd';

/**
 * Of the tokens that a model expected most in place of a word, those that begin something else: other words, marks and
 * line ends. Tokens that would make the word before it longer are left out, and what the word itself begins with.
 *
 * @param word the word, with the space before it if its first token has one
 * @param likeliest texts of tokens, likeliest first
 */
export function expectedBeginnings(word: string, likeliest: readonly string[]): string[] {
  const isBehindSpace = /^\s/.test(word);
  return likeliest.filter((token) => {
    const text = token.trim();
    if (text === '') return true;
    const continuesWordBefore = isBehindSpace && LETTER.test(token);
    return !continuesWordBefore && !word.trim().startsWith(text) && !text.includes(REPLACEMENT);
  });
}
