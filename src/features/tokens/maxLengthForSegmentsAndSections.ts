/** Longest text that is searched for its segments and sections at every change, in UTF-16 code units. */
export const LONGEST_OUTLINED = 300_000;
