import { escapeTableCell } from '../shared/escapeMarkdown';
import { visibleText } from '../shared/showWhiteSpaceInHovers';

/** How many words a sentence lists. */
const MAX_LISTED = 3;

/** The first of some words or tokens, escaped for Markdown: “the”, “a” or “your”. */
export function quotedAlternatives(texts: readonly string[]): string {
  const shown = texts.map((text) => (text.trim() === '' ? visibleText(text) : text.trim()));
  const quoted = [...new Set(shown)].slice(0, MAX_LISTED).map((text) => `“${escapeTableCell(text)}”`);
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(quoted);
}
