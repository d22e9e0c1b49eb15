import type * as vscode from 'vscode';
import { shift, type Span } from '../../core/text/span';
import { textAround } from '../../core/tokens/textThatFillsContextWindow';
import { toRange } from '../../host/offsetsToRanges';
import { setting } from '../../host/settings';

/** The part of a prompt around the caret that models read for a page. Offsets are in UTF-16 code units. */
export interface PromptPart {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly text: string;
  /** Where `text` starts in the document. */
  readonly offset: number;
  /** The caret in `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens of a model in the window. */
  readonly windowTokens: number;
}

/** The part around the editor's caret, for a window of `chosenTokens`, else of the number in the settings. */
export function partAround({ document, selection }: vscode.TextEditor, chosenTokens?: number): PromptPart {
  const caret = document.offsetAt(selection.active);
  const windowTokens = chosenTokens ?? setting('attention.windowTokens', document);
  const { start, text } = textAround(document.getText(), caret, windowTokens);
  return { document, version: document.version, text, offset: start, focus: caret - start, windowTokens };
}

/** Whether the document is unchanged since the models read it. */
export function isCurrent({ document, version }: PromptPart): boolean {
  return !document.isClosed && document.version === version;
}

/** The document's range of a span of the part's text; undefined for generated text, or if the document has changed. */
export function rangeOf(part: PromptPart, span: Span): vscode.Range | undefined {
  const isInText = span.end <= part.text.length;
  return isInText && isCurrent(part) ? toRange(part.document, shift(span, part.offset)) : undefined;
}
