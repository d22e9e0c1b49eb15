import type * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { PrefixTrie } from '../../core/completion/prefixTrieOfSuggestions';
import type { SuggestionOutcome } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import { SUGGESTION_LEVELS } from '../../core/completion/suggestionLevels';
import { setting } from '../../host/settings';

/** Why the model's completion of `left` has no text: its first word was too unlikely, or there is nothing new to say. */
export function whyNoText(
  cache: PrefixTrie<Completion>,
  document: vscode.TextDocument,
  left: string,
): SuggestionOutcome {
  const level = setting('completion.level', document);
  const chance = cache.find(left, (_, rest) => rest === '')?.value.chance ?? 1;
  return chance < SUGGESTION_LEVELS[level].word ? { kind: 'unsure', chance, level } : { kind: 'nothing new' };
}
