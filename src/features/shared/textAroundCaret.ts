import type * as vscode from 'vscode';
import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import { textAround } from '../../core/tokens/textThatFillsContextWindow';
import { positionsIn } from '../../host/offsetsToRanges';
import type { TextToRead } from '../../host/textToRead';

/** Part of a text, with all line ends turned into line feeds, as the models read it. */
export interface ReadText {
  readonly text: string;
  /** UTF-16 offset into `text` of the place it was read around. */
  readonly focus: number;
  /** The position in the document of a UTF-16 offset into `text`. */
  positionOf(offset: number): vscode.Position;
  /** The UTF-16 offset into `text` of a position in the document; -1 before the text. */
  offsetOf(position: vscode.Position): number;
}

/** As much of a text around a position in its document as a causal model's context window can hold. */
export function readAroundCaret(whole: TextToRead, position: vscode.Position): ReadText {
  return readAround(whole, whole.fromDocument(whole.document.offsetAt(position)));
}

/** As much of a text before its end as a causal model's context window can hold. */
export function readBeforeEnd(whole: TextToRead): ReadText {
  return readAround(whole, whole.text.length);
}

function readAround({ document, text: whole, toDocument, fromDocument }: TextToRead, caret: number): ReadText {
  const around = textAround(whole, caret, MAX_CONTEXT_TOKENS);
  const text = around.text.replaceAll('\r\n', '\n');
  const focus = around.text.slice(0, caret - around.start).replaceAll('\r\n', '\n').length;
  // Without line ends of two characters, every offset is the same in both.
  const positionOf =
    text.length === around.text.length
      ? (offset: number) => document.positionAt(toDocument(around.start + offset))
      : positionsIn(text, document.positionAt(toDocument(around.start)));
  const offsetOf = (position: vscode.Position) => {
    const offset = fromDocument(document.offsetAt(position)) - around.start;
    return offset < 0 ? -1 : around.text.slice(0, offset).replaceAll('\r\n', '\n').length;
  };
  return { text, focus, positionOf, offsetOf };
}
