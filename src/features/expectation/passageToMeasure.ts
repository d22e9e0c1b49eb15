import * as vscode from 'vscode';
import { sentenceAround } from '../../core/expectation/sentenceAtCaret';
import type { Span } from '../../core/text/span';
import { readAroundCaret, type ReadText } from '../shared/textAroundCaret';

/** A part of a prompt, and the text that it is part of. */
export interface Passage extends ReadText {
  readonly span: Span;
}

/** The selection, or the sentence at the caret; undefined when that is blank. */
export function passageOf({ document, selection }: vscode.TextEditor): Passage | undefined {
  const end = document.positionAt(document.getText().length);
  const read = readAroundCaret(document, end);
  const offsetOf = (position: vscode.Position) => {
    const before = document.getText(new vscode.Range(read.positionOf(0), position));
    return before.replaceAll('\r\n', '\n').length;
  };
  const span = selection.isEmpty
    ? sentenceAround(read.text, offsetOf(selection.active))
    : { start: offsetOf(selection.start), end: offsetOf(selection.end) };
  return read.text.slice(span.start, span.end).trim() === '' ? undefined : { ...read, span };
}
