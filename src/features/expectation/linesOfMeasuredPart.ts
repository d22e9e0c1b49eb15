import type * as vscode from 'vscode';

/** Names the lines of a range as the editor counts them: “lines 3 to 47”, or “part of line 3”. */
export function linesOf({ start, end }: Pick<vscode.Range, 'start' | 'end'>): string {
  const [first, last] = [start.line + 1, end.line + 1];
  return first === last ? `part of line ${first}` : `lines ${first} to ${last}`;
}
