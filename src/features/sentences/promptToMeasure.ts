import * as vscode from 'vscode';
import { isAnswersFile, type Answer } from '../../core/sentences/answers';
import { frontMatterLength } from '../../core/text/frontMatter';
import type { Span } from '../../core/text/span';
import { positionsIn } from '../../host/offsetsToRanges';
import { textToRead } from '../../host/textToRead';
import { answersKeptFor } from './answersBesidePrompt';

/** A prompt without its front matter, which its host reads, and the answers that are kept for it. */
export interface PromptToMeasure {
  readonly document: vscode.TextDocument;
  /** With line feeds. */
  readonly text: string;
  readonly answers: readonly Answer[];
  /** The range in the document of a span of `text`. */
  rangeOf(span: Span): vscode.Range;
}

/** The prompt of an editor that shows one. Throws for a file of answers. */
export async function promptToMeasure(editor: vscode.TextEditor): Promise<PromptToMeasure> {
  const { document } = editor;
  if (isAnswersFile(document.uri.path))
    throw new Error('This file holds the answers to a prompt. Open the prompt itself.');
  const whole = textToRead(editor)!;
  const start = whole.isWholeDocument ? frontMatterLength(whole.text) : 0;
  const own = whole.text.slice(start);
  const text = own.replaceAll('\r\n', '\n');
  // Without line ends of two characters, every offset is the same in both.
  const positionOf =
    text.length === own.length
      ? (offset: number) => document.positionAt(whole.toDocument(start + offset))
      : positionsIn(text, document.positionAt(whole.toDocument(start)));
  const rangeOf = (span: Span) => new vscode.Range(positionOf(span.start), positionOf(span.end));
  return { document, text, answers: await answersKeptFor(document), rangeOf };
}
