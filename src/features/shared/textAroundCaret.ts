import type * as vscode from 'vscode';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import { textAround } from '../../core/tokens/textThatFillsContextWindow';
import { positionsIn } from '../../host/offsetsToRanges';

/** Part of a document, with all line ends turned into line feeds, as the models read it. */
export interface ReadText {
  readonly text: string;
  /** UTF-16 offset into `text` of the position it was read around. */
  readonly focus: number;
  /** The position in the document of a UTF-16 offset into `text`. */
  positionOf(offset: number): vscode.Position;
}

/** As much of the document around `position` as a causal model's context window can hold. */
export function readAroundCaret(document: vscode.TextDocument, position: vscode.Position): ReadText {
  const caret = document.offsetAt(position);
  const around = textAround(document.getText(), caret, MAX_CONTEXT_TOKENS);
  const text = around.text.replaceAll('\r\n', '\n');
  const focus = around.text.slice(0, caret - around.start).replaceAll('\r\n', '\n').length;
  return { text, focus, positionOf: positionsIn(text, document.positionAt(around.start)) };
}
