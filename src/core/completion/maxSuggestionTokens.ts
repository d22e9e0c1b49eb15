import type { SuggestionLength } from './suggestionStopRules';

/** Maximum tokens of a suggestion. */
export const MAX_SUGGESTION_TOKENS: Record<SuggestionLength, number> = {
  word: 8,
  clause: 16,
  sentence: 32,
  paragraph: 96,
};
