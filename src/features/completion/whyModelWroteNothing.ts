import type * as vscode from 'vscode';
import type { Completion } from '../../contracts/completionRequests';
import type { SuggestionOutcome } from '../../core/completion/reasonAndButtonsOfNoSuggestion';
import { SUGGESTION_LEVELS } from '../../core/completion/suggestionLevels';
import { setting } from '../../host/settings';

/** Why a completion has no text: the model does not know the language, its first word was too unlikely, or nothing is new. */
export function whyNoText(completion: Completion, document: vscode.TextDocument): SuggestionOutcome {
  if (completion.isLanguageUnknown) return { kind: 'unknown language' };
  const { word, letter } = completion.chances;
  const level = setting('completion.level', document);
  const least = SUGGESTION_LEVELS[level];
  if (letter < least.letter) return { kind: 'unsure', of: 'letter', chance: letter, level };
  return word < least.word ? { kind: 'unsure', of: 'word', chance: word, level } : { kind: 'nothing new' };
}
