/** How many of the likeliest tokens to report for each place. */
export const TOP_TOKENS = 5;
