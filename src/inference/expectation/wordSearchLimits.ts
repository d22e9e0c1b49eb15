/** Most tokens of a word; longer words count as impossible. */
export const MAX_WORD_TOKENS = 16;
/** Most forward passes of one search. */
export const MAX_PASSES = 48;
/** Prefixes less probable than this are not extended. */
export const MIN_PREFIX_PROBABILITY = 1e-4;
/** Most tokens that extend one prefix. */
export const MAX_BRANCHES = 64;
/** A word whose first token is less probable than this counts as impossible, which saves a pass. */
export const MIN_FIRST_TOKEN_PROBABILITY = 1e-5;
