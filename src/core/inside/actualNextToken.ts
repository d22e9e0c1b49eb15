/** The text up to its last character that is no blank; `text` may end with very many. */
export function trimTrailingBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
}

/**
 * Which token the writer went on with, a blank before the caret with it: the longest one that the text begins with there.
 *
 * @param texts of all tokens
 * @returns its index; undefined at the end of the text, or when it begins with part of a character
 */
export function actualNextToken(texts: readonly string[], left: string, right: string): number | undefined {
  const text = left.slice(trimTrailingBlanks(left).length) + right;
  if (right === '') return undefined;
  let longest: number | undefined;
  for (const [token, each] of texts.entries()) {
    if (each.length > (longest === undefined ? 0 : texts[longest]!.length) && text.startsWith(each)) longest = token;
  }
  return longest;
}
