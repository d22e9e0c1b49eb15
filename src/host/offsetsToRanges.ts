import * as vscode from 'vscode';
import { countBelow } from '../core/text/countOffsetsBelow';
import type { Span } from '../core/text/span';

/** The range that a span of UTF-16 offsets covers in `document`. */
export function toRange(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/**
 * A function from UTF-16 offsets in `text` to positions in its document. `text` is the part of the document that starts
 * at `origin`, with all line ends turned into line feeds.
 */
export function positionsIn(text: string, origin: vscode.Position): (offset: number) => vscode.Position {
  const lineStarts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lineStarts.push(end + 1);
  return (offset) => {
    const line = countBelow(lineStarts, offset + 1) - 1;
    const character = offset - lineStarts[line]!;
    return new vscode.Position(origin.line + line, line === 0 ? origin.character + character : character);
  };
}
