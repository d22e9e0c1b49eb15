import type * as vscode from 'vscode';
import { partsBetweenSeparators } from '../../core/text/partsBetweenSeparatorLines';
import { joinSegments } from '../../core/tokens/joinSegments';
import { separatorOf } from './separatorFromSettings';

/** The document's text without the separators of an earlier split, and what it repeated of tables and code. */
export function withoutSeparators(document: vscode.TextDocument): string {
  const text = document.getText();
  const parts = partsBetweenSeparators(text, separatorOf(document));
  return parts.length === 0 ? text : joinSegments(parts.map(({ start, end }) => text.slice(start, end)));
}
