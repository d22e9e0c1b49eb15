import * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { LearntFrom } from '../../core/completion/reasonAndButtonsOfNoSuggestion';

/** Where the words of a completion were learnt; undefined if they are the model's own. */
export function learntFrom({ from }: Completion): LearntFrom | undefined {
  return (
    from && {
      file: vscode.workspace.asRelativePath(vscode.Uri.parse(from.document)),
      uri: from.document,
      line: from.line,
    }
  );
}
