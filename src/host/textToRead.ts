import * as vscode from 'vscode';
import { offsetInText } from '../core/prompts/stretchesInFile';
import { documentRole } from './documentRole';
import { promptTextsOf } from './promptTexts';
import { toRange } from './offsetsToRanges';

/**
 * The part of an editor's document that models read when something is asked of them: the prompt or text as a whole, in
 * YAML and prompty the prompt text at the caret, in any other document the selection. Undefined where that is nothing.
 */
export function rangeToRead({ document, selection }: vscode.TextEditor): vscode.Range | undefined {
  if (documentRole(document) === 'other') return selection.isEmpty ? undefined : selection;
  return rangeAround(document, selection.active);
}

/** The range of the prompt text at `position`: all of a document that is one text. Undefined between prompt texts. */
export function rangeAround(document: vscode.TextDocument, position: vscode.Position): vscode.Range | undefined {
  const texts = promptTextsOf(document);
  if (!texts) return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  const offset = document.offsetAt(position);
  const around = texts.find(({ span }) => span.start <= offset && offset <= span.end);
  return around && toRange(document, around.span);
}

/**
 * The prompt text in YAML or prompty up to `position`, as the program reads it; empty between prompt texts. Undefined in a
 * document that is one text.
 */
export function promptTextBefore(document: vscode.TextDocument, position: vscode.Position): string | undefined {
  const texts = promptTextsOf(document);
  if (!texts) return undefined;
  const offset = document.offsetAt(position);
  const around = texts.find(({ span }) => span.start <= offset && offset <= span.end);
  if (!around) return '';
  const left = around.stretches.filter(({ inFile }) => inFile < offset);
  return around.text.slice(0, offsetInText(left, offset));
}

/** The active editor if there is something to read in it; without focus on any editor, the one that had it last. */
export function activeEditorToRead(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && rangeToRead(editor) ? editor : undefined;
}
