/** Most tokens of a prompt and an answer whose sentences are left out one at a time, even if the model could read more. */
export const MAX_SENTENCE_TOKENS = 2048;
