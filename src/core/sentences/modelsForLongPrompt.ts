import { MAX_SENTENCE_TOKENS, SPARE_TOKENS } from './maxSentenceTokens';

/** Which models can read the whole of a prompt that is too long for the model in use. */
export interface ModelsForLongPrompt {
  /** Whether SmolLM2 can, and other models on this machine. */
  readonly isHere: boolean;
  /** The same in a sentence for the user. */
  readonly sentence: string;
}

/**
 * Says which models can read a whole prompt. Other models may divide it into fewer or more tokens, so no number is
 * given for them.
 *
 * @param tokens that the model in use has for the prompt and its longest answer together
 */
export function modelsForLongPrompt(tokens: number): ModelsForLongPrompt {
  const needed = tokens + SPARE_TOKENS;
  const isHere = needed <= MAX_SENTENCE_TOKENS;
  const most = counted(MAX_SENTENCE_TOKENS);
  const others = isHere
    ? `SmolLM2, for one, is given up to ${most}.`
    : `Models on this machine are given ${most} at most; those behind an engine can read more.`;
  return {
    isHere,
    sentence: `To see all of it, this model would have to read ${counted(needed)} tokens at once. ${others}`,
  };
}

function counted(tokens: number): string {
  return tokens.toLocaleString('en');
}
