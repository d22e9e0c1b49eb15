import type * as vscode from 'vscode';
import { setting } from '../../host/settings';

/** The models that read the two sides: the one of ghost text from the left, and the one of `leftContext.bothSides.model`. */
export function modelsFor(document: vscode.TextDocument): { causal: string; masked: string } {
  return { causal: setting('completion.model', document), masked: setting('bothSides.model', document) };
}
