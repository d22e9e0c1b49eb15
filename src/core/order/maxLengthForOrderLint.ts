/** Length of the longest text to check for order, in UTF-16 code units. */
export const LONGEST_CHECKED_TEXT = 50_000;
