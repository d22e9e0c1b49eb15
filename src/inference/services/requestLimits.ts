// Limits far above what the product requests, low enough to be answered.

/** Most tokens of a window. */
export const MAX_WINDOW_TOKENS = 2048;
/** Most tokens that a rewrite may generate. */
export const MAX_GENERATED_TOKENS = 2048;
/** Most models of a request. */
export const MAX_MODELS = 16;
/** Most attention maps, or layers of vectors, of a request. */
export const MAX_SELECTIONS = 1024;
/** Most answers of a request. */
export const MAX_ANSWERS = 32;
/** Most variants of a text of a request. */
export const MAX_VARIANTS = 1024;
