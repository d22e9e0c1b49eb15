/** With thousands separated. */
export function formatCount(tokens: number): string {
  return tokens.toLocaleString('en');
}

/** A probability, with as many digits as tell something. */
export function formatPercent(probability: number): string {
  const share = 100 * probability;
  if (share >= 9.95) return `${share.toFixed(0)}%`;
  return share < 0.01 ? 'below 0.01%' : `${share.toPrecision(2)}%`;
}

/** A token with what could not be seen written out. */
export function visibleText(text: string): string {
  const shown = text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll('\r', '␍');
  return /^\s|\s$/.test(shown) ? shown.replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length)) : shown;
}

/** A text in Markdown, where none of its characters means anything: no image of it is fetched, nothing of it is HTML. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~!&]/g, '\\$&');
}

/** A text as it stands in a cell of a Markdown table. */
export function escapeTableCell(text: string): string {
  return escapeMarkdown(text.slice(0, 60));
}

/** Bytes for people to read, in MB as disks count them. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString('en')} MB`;
}

/** Seconds for people to read. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
