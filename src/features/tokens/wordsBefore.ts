import * as vscode from 'vscode';
import { lastWords } from '../../core/text/lastWords';

/** UTF-16 code units before the offset that are read: the words are in the last ones of them. */
const REACH = 100;

/** The last words before an offset in a document, on one line. */
export function wordsBefore(document: vscode.TextDocument, offset: number): string {
  return lastWords(
    document.getText(new vscode.Range(document.positionAt(offset - REACH), document.positionAt(offset))),
  );
}
