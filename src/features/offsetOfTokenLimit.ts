import type * as vscode from 'vscode';
import type { DocumentCount } from './tokens/countVisiblePrompts';

/**
 * Where the token limit falls in the text, with line feeds only; undefined within the limit, in a split prompt, or while
 * the text is not counted.
 */
export function offsetOfLimit(document: vscode.TextDocument, count: DocumentCount | undefined): number | undefined {
  const isOver =
    count?.version === document.version && count.segments.length === 0 && count.main.count > count.main.limit;
  if (!isOver || !count.main.at) return undefined;
  return document.getText().slice(0, count.main.at.start).replaceAll('\r\n', '\n').length;
}
