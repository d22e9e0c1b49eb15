import type * as vscode from 'vscode';
import { MAX_CONTEXT_TOKENS, textAround } from '../../core/tokens/contextWindow';
import { positionsIn } from '../../host/ranges';

/** Part of a document as models read it, which know line feeds alone. */
export interface ReadText {
  readonly text: string;
  /** UTF-16 offset of the place that it was read around. */
  readonly focus: number;
  /** Where in the document an offset into `text` is. */
  positionOf(offset: number): vscode.Position;
}

/** As much of a document around a place as a causal model's window can hold. */
export function readAroundCaret(document: vscode.TextDocument, place: vscode.Position): ReadText {
  const caret = document.offsetAt(place);
  const around = textAround(document.getText(), caret, MAX_CONTEXT_TOKENS);
  const text = around.text.replaceAll('\r\n', '\n');
  const focus = around.text.slice(0, caret - around.start).replaceAll('\r\n', '\n').length;
  return { text, focus, positionOf: positionsIn(text, document.positionAt(around.start)) };
}
