/** A text escaped for Markdown, so that nothing in it is read as markup: no image is loaded, no HTML is run. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#~!&]/g, '\\$&');
}

/** The first 60 UTF-16 code units of a text, escaped for a cell of a Markdown table. */
export function escapeTableCell(text: string): string {
  return escapeMarkdown(text.slice(0, 60));
}
