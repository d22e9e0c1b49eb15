/** UTF-16 code units of the words. */
const LENGTH = 40;

/** The last words of a text, on one line. */
export function lastWords(text: string): string {
  return text
    .slice(-LENGTH)
    .replace(/\s+/g, ' ')
    .replace(/^\S*\s/, '')
    .trim();
}
