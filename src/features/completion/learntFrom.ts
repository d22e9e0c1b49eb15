import * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { PrefixTrie } from '../../core/completion/prefixTrieOfSuggestions';
import type { LearntFrom } from '../../core/completion/reasonAndButtonsOfNoSuggestion';

/** Where the words of the suggestion at the end of `left` were learnt; undefined if it is the model's own. */
export function learntFrom(cache: PrefixTrie<Completion>, left: string): LearntFrom | undefined {
  const isAhead = ({ texts: [text] }: Completion, typed: string) => text?.startsWith(typed) ?? false;
  const from = cache.find(left, isAhead)?.value.from;
  return (
    from && {
      file: vscode.workspace.asRelativePath(vscode.Uri.parse(from.document)),
      uri: from.document,
      line: from.line,
    }
  );
}
