/** Completions that an explicit request brings. Ghost text that appears by itself is one. */
export const ALTERNATIVES = 3;
