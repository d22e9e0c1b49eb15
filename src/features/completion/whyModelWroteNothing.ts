import type * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { PrefixTrie } from '../../core/completion/prefixTrieOfSuggestions';
import type { SuggestionOutcome } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import { setting } from '../../host/settings';

/** Why the model's completion of `left` has no text: its first token was too improbable, or there is nothing new to say. */
export function whyNoText(
  cache: PrefixTrie<Completion>,
  document: vscode.TextDocument,
  left: string,
): SuggestionOutcome {
  const confidence = setting('completion.confidence', document);
  const firstTokenProbability = cache.find(left, (_, rest) => rest === '')?.value.firstTokenProbability ?? 1;
  return firstTokenProbability < confidence
    ? { kind: 'unsure', firstTokenProbability, confidence }
    : { kind: 'nothing new' };
}
