/** With thousands separated. */
export function count(tokens: number): string {
  return tokens.toLocaleString('en');
}

/** A probability, with as many digits as tell something. */
export function percent(probability: number): string {
  const share = 100 * probability;
  if (share >= 9.95) return `${share.toFixed(0)}%`;
  return share < 0.01 ? 'below 0.01%' : `${share.toPrecision(2)}%`;
}

/** A token with what could not be seen written out. */
export function visible(text: string): string {
  const shown = text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll('\r', '␍');
  return /^\s|\s$/.test(shown) ? shown.replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length)) : shown;
}

/** A text in Markdown, where none of its characters means anything: no image of it is fetched, nothing of it is HTML. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~!&]/g, '\\$&');
}

/** A text as it stands in a cell of a Markdown table. */
export function inTable(text: string): string {
  return escaped(text.slice(0, 60));
}
