import type * as vscode from 'vscode';
import { partsBetweenSeparators } from '../../core/text/partsBetweenSeparatorLines';
import { separatorOf } from './separatorFromSettings';

/** The document's text without the separators of an earlier split. */
export function withoutSeparators(document: vscode.TextDocument): string {
  const text = document.getText();
  const parts = partsBetweenSeparators(text, separatorOf(document));
  return parts.length === 0 ? text : parts.map(({ start, end }) => text.slice(start, end)).join('');
}
