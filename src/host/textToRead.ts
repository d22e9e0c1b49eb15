import * as vscode from 'vscode';
import { offsetInFile, offsetInText } from '../core/prompts/stretchesInFile';
import { documentRole } from './documentRole';
import { toRange } from './offsetsToRanges';
import { promptTextsOf } from './promptTexts';

/** A text that models read when something is asked of them, and where it stands. Offsets are in UTF-16 code units. */
export interface TextToRead {
  readonly document: vscode.TextDocument;
  readonly text: string;
  /** Whether the text is all of its document, letter for letter. */
  readonly isWholeDocument: boolean;
  /** A part of the text. Cheap where the text is long. */
  slice(start: number, end: number): string;
  /** The offset in the document of an offset into the text. */
  toDocument(offset: number): number;
  /** The offset into the text of an offset in the document; outside of the text, its nearer end. */
  fromDocument(offset: number): number;
}

/**
 * What models read of an editor's document: the prompt or text as a whole, in YAML and prompty the prompt text at the caret,
 * in any other document the selection. Undefined where that is nothing.
 */
export function textToRead({ document, selection }: vscode.TextEditor): TextToRead | undefined {
  if (documentRole(document) !== 'other') return promptTextAt(document, selection.active);
  return selection.isEmpty ? undefined : textOfRange(document, selection);
}

/** What models read around a position of a document: in one that is neither prompt nor text, the selection if it is there. */
export function textAtPosition(document: vscode.TextDocument, position: vscode.Position): TextToRead | undefined {
  if (documentRole(document) !== 'other') return promptTextAt(document, position);
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document && editor.selection.contains(position) ? textToRead(editor) : undefined;
}

/** The prompt text at `position`: all of a document that is one text. Undefined between the prompt texts of YAML. */
export function promptTextAt(document: vscode.TextDocument, position: vscode.Position): TextToRead | undefined {
  const texts = promptTextsOf(document);
  if (!texts) return wholeText(document);
  const offset = document.offsetAt(position);
  const around = texts.find(({ span }) => span.start <= offset && offset <= span.end);
  if (!around) return undefined;
  const { text, stretches } = around;
  return {
    document,
    text,
    isWholeDocument: false,
    slice: (start, end) => text.slice(start, end),
    toDocument: (inText) => offsetInFile(stretches, inText),
    fromDocument: (inDocument) => offsetInText(stretches, inDocument),
  };
}

/** Whether two texts stand in the same place of the same document. */
export function isSamePlace(a: TextToRead, b: TextToRead): boolean {
  if (a.document !== b.document || a.isWholeDocument !== b.isWholeDocument) return false;
  return a.isWholeDocument || (a.toDocument(0) === b.toDocument(0) && a.text.length === b.text.length);
}

/** The active editor if there is something to read in it; without focus on any editor, the one that had it last. */
export function activeEditorToRead(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && textToRead(editor) ? editor : undefined;
}

function wholeText(document: vscode.TextDocument): TextToRead {
  return {
    document,
    // A document can be megabytes long, and most of those who ask need a part of it only.
    get text() {
      return document.getText();
    },
    isWholeDocument: true,
    slice: (start, end) => document.getText(toRange(document, { start, end })),
    toDocument: (offset) => offset,
    fromDocument: (offset) => offset,
  };
}

function textOfRange(document: vscode.TextDocument, range: vscode.Range): TextToRead {
  const text = document.getText(range);
  const start = document.offsetAt(range.start);
  return {
    document,
    text,
    isWholeDocument: false,
    slice: (from, to) => text.slice(from, to),
    toDocument: (offset) => start + offset,
    fromDocument: (offset) => Math.max(0, Math.min(text.length, offset - start)),
  };
}
