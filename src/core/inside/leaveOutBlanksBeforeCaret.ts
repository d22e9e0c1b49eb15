/** Removes spaces and tabs from the end. A loop, because a regular expression is slow on long runs. */
export function trimTrailingBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
}
