import type * as vscode from 'vscode';
import { quietPlaceAt, type QuietPlace } from '../../core/completion/quietPlaces';
import { promptTextAt } from '../../host/textToRead';

/** Reading the structure of more UTF-16 code units than this at each key would take too long. */
const LONGEST_TEXT = 1_000_000;

/** Which quiet place of a document, or of the prompt text in it, a position is in; undefined for prose. */
export function quietPlaceIn(document: vscode.TextDocument, position: vscode.Position): QuietPlace | undefined {
  const whole = promptTextAt(document, position);
  if (!whole) return undefined;
  const caret = whole.fromDocument(document.offsetAt(position));
  const start = Math.max(0, caret - LONGEST_TEXT / 2);
  const text = whole.slice(start, caret + LONGEST_TEXT / 2).replaceAll('\r\n', ' \n');
  return quietPlaceAt(text, caret - start);
}
