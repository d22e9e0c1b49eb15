import * as vscode from 'vscode';
import type { Span } from '../core/span';

/** A span of offsets as the range it covers in `document`. */
export function toRange(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}
