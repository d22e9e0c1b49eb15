/** Maximum tokens of the context window of a causal model, even if the model could read more. */
export const MAX_CONTEXT_TOKENS = 1024;
