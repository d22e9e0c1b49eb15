import { MAX_SUGGESTION_TOKENS } from '../../core/completion/maxSuggestionTokens';
import type { SuggestionLength } from '../../core/completion/suggestionStopRules';

/** How many tokens of the context window are left for the text before a suggestion of this length. */
export function tokensBesideSuggestion(contextLength: number, length: SuggestionLength): number {
  return contextLength - MAX_SUGGESTION_TOKENS[length];
}
