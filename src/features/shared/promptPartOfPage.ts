import type * as vscode from 'vscode';
import type { Span } from '../../core/text/span';
import { textAround } from '../../core/tokens/textThatFillsContextWindow';
import { toRange } from '../../host/offsetsToRanges';
import { setting } from '../../host/settings';
import { isSamePlace, textToRead, type TextToRead } from '../../host/textToRead';

/** The part of a prompt around the caret that models read for a page. Offsets are in UTF-16 code units. */
export interface PromptPart {
  readonly document: vscode.TextDocument;
  readonly version: number;
  /** The prompt that this is a part of: the document, a prompt text in it, or the selection. */
  readonly whole: TextToRead;
  readonly text: string;
  /** Where `text` starts in the prompt. */
  readonly offset: number;
  /** The caret in `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens of a model in the window. */
  readonly windowTokens: number;
}

/**
 * The part around the editor's caret, for a window of `chosenTokens`, else of the number in the settings; undefined where
 * there is nothing to read.
 */
export function partAround(editor: vscode.TextEditor, chosenTokens?: number): PromptPart | undefined {
  const whole = textToRead(editor);
  if (!whole) return undefined;
  const { document, selection } = editor;
  const caret = whole.fromDocument(document.offsetAt(selection.active));
  const windowTokens = chosenTokens ?? setting('attention.windowTokens', document);
  const { start, text } = textAround(whole.text, caret, windowTokens);
  return { document, version: document.version, whole, text, offset: start, focus: caret - start, windowTokens };
}

/** Whether the document is unchanged since the models read it. */
export function isCurrent({ document, version }: PromptPart): boolean {
  return !document.isClosed && document.version === version;
}

/** The editor's caret in the part's text; undefined if the document has changed, or the editor shows another text. */
export function caretInPart(part: PromptPart, editor: vscode.TextEditor): number | undefined {
  if (part.document !== editor.document || !isCurrent(part)) return undefined;
  const whole = textToRead(editor);
  if (!whole || !isSamePlace(whole, part.whole)) return undefined;
  return whole.fromDocument(editor.document.offsetAt(editor.selection.active)) - part.offset;
}

/** The document's range of a span of the part's text; undefined for generated text, or if the document has changed. */
export function rangeOf(part: PromptPart, { start, end }: Span): vscode.Range | undefined {
  if (end > part.text.length || !isCurrent(part)) return undefined;
  const inDocument = (offset: number) => part.whole.toDocument(part.offset + offset);
  return toRange(part.document, { start: inDocument(start), end: inDocument(end) });
}
