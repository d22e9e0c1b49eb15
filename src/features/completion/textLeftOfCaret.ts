import * as vscode from 'vscode';
import { leftContext, leftContextStart } from '../../core/tokens/textThatFillsContextWindow';
import { promptTextsOf } from '../../host/promptTexts';
import { promptTextAt } from '../../host/textToRead';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';

/** The second half of a surrogate pair, left over where a text was cut. */
const SPLIT_SURROGATE = /^[\udc00-\udfff]/;

/**
 * The text left of `position`, as far as a context window can reach, with line feeds only. In YAML, it is that of the prompt
 * text at `position`; empty between prompt texts.
 */
export function leftOf(document: vscode.TextDocument, position: vscode.Position): string {
  if (promptTextsOf(document)) {
    const whole = promptTextAt(document, position);
    return whole ? leftContext(whole.text, whole.fromDocument(document.offsetAt(position)), MAX_CONTEXT_TOKENS) : '';
  }
  // A prompt can be megabytes long, and this runs at every keystroke.
  const start = document.positionAt(leftContextStart(document.offsetAt(position), MAX_CONTEXT_TOKENS));
  const text = document.getText(new vscode.Range(start, position)).replaceAll('\r\n', '\n');
  return text.replace(SPLIT_SURROGATE, '');
}
