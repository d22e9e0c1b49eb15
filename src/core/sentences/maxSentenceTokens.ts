/**
 * Most tokens of a prompt and an answer whose sentences are left out one at a time on this machine, even if the model could read more.
 */
export const MAX_SENTENCE_TOKENS = 2048;

/** Tokens that a neutral sentence, or moved white space, may add to a prompt. */
export const SPARE_TOKENS = 64;
