import type * as vscode from 'vscode';
import type { DocumentCount } from './tokens/countVisiblePrompts';

/**
 * Where the token limit that somebody chose falls in the text, with line feeds only; undefined within the limit, in a
 * prompt of several parts, or while the text is not counted.
 */
export function offsetOfLimit(document: vscode.TextDocument, count: DocumentCount | undefined): number | undefined {
  if (count?.version !== document.version || !count.budget.strictBy || count.parts.length > 0) return undefined;
  if (count.main.count <= count.main.limit || !count.main.at) return undefined;
  return document.getText().slice(0, count.main.at.start).replaceAll('\r\n', '\n').length;
}
