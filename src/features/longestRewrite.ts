/** Longest rewritten text in tokens. Small models start to repeat themselves long before. */
export const MAX_REWRITE_TOKENS = 256;
