/** How many of the likeliest tokens sampling draws from. */
export const MAX_CANDIDATES = 64;

/** Tokens further below the likeliest one than this, in nats, are no candidates. */
export const CANDIDATE_RANGE_NATS = 12;
