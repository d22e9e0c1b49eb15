/** References of a kind that are checked in one text at most. */
export const MAX_REFERENCES = 200;
