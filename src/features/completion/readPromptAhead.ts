import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { requestFor } from './completionSettings';

/** Lets the model read the text left of the caret, so that the first suggestion there comes sooner. */
export async function readAhead(inference: Inference, document: vscode.TextDocument, left: string): Promise<void> {
  // No token reaches this confidence, so the model reads and generates nothing.
  const reading = { ...requestFor(document, left, '', 1), confidence: 1 };
  await inference.complete(reading, new AbortController().signal);
}
