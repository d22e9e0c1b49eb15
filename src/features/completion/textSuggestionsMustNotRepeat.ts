import type * as vscode from 'vscode';
import { promptTextAt } from '../../host/textToRead';

/** UTF-16 code units right of the caret that a suggestion must not repeat. */
const LOOK_AHEAD = 200;

/** The text right of the caret that a suggestion must not repeat, with line feeds only; in YAML, that of the prompt text. */
export function textNotToRepeat(document: vscode.TextDocument, position: vscode.Position): string {
  const whole = promptTextAt(document, position);
  if (!whole) return '';
  const caret = whole.fromDocument(document.offsetAt(position));
  return whole.slice(caret, caret + LOOK_AHEAD).replaceAll('\r\n', '\n');
}
