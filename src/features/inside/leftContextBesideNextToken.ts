/** UTF-16 code units of the left context that the page displays. */
const DISPLAYED_LEFT = 60;

/** The end of a text, from the start of a word; an ellipsis stands for what is left out. */
export function lastWords(text: string): string {
  if (text.length <= DISPLAYED_LEFT) return text;
  // A longer word is cut, but not between the two code units of a character.
  const end = text.slice(-DISPLAYED_LEFT).replace(/^\S*\s|^[\uDC00-\uDFFF]/, '');
  return `… ${end}`;
}
