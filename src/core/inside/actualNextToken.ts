import { trimTrailingBlanks } from './leaveOutBlanksBeforeCaret';

/**
 * The token with which the text continues at the caret: the longest one that matches there. White space before the
 * caret counts as part of it, since tokens begin with the space before a word.
 *
 * @param texts text of each token of the vocabulary
 * @returns index of the token; undefined at the end of the text, or when no token matches
 */
export function actualNextToken(texts: readonly string[], left: string, right: string): number | undefined {
  const continuation = left.slice(trimTrailingBlanks(left).length) + right;
  if (right === '') return undefined;
  let longest: number | undefined;
  for (const [token, text] of texts.entries()) {
    const isLonger = text.length > (longest === undefined ? 0 : texts[longest]!.length);
    if (isLonger && continuation.startsWith(text)) longest = token;
  }
  return longest;
}
