import * as vscode from 'vscode';
import { countBelow } from '../core/text/countBelow';
import type { Span } from '../core/text/span';

/** A span of offsets as the range it covers in `document`. */
export function toRange(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** Positions of offsets into `text`, a part of a document whose lines end in line feeds here, that begins at `origin`. */
export function positionsIn(text: string, origin: vscode.Position): (offset: number) => vscode.Position {
  const lines = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.push(end + 1);
  return (offset) => {
    const line = countBelow(lines, offset + 1) - 1;
    const character = offset - lines[line]!;
    return new vscode.Position(origin.line + line, line === 0 ? origin.character + character : character);
  };
}
