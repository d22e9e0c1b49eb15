import { MAX_CONTEXT_TOKENS } from '../../core/tokens/maxContextTokens';
import type { LoadedModel } from '../models/loadedModel';

/** How many tokens of a text we let a model read at once. */
export function cappedContextLength({ spec }: LoadedModel): number {
  return Math.min(spec.contextLength ?? MAX_CONTEXT_TOKENS, MAX_CONTEXT_TOKENS);
}
