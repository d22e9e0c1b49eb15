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
  const { word, letter } = cache.find(left, (_, rest) => rest === '')?.value.chances ?? { word: 1, letter: 1 };
  const least = SUGGESTION_LEVELS[level];
  if (letter < least.letter) return { kind: 'unsure', of: 'letter', chance: letter, level };
  return word < least.word ? { kind: 'unsure', of: 'word', chance: word, level } : { kind: 'nothing new' };
}
