/**
 * A word in a pattern, as the source of a regular expression. It has a bound, because a pattern that may begin with any word
 * would otherwise take quadratic time for “a-a-a-a-…”.
 */
export const WORD = String.raw`[\w'’-]{1,40}`;
