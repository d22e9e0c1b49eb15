/** Maximum alternative continuations of one request. */
export const MAX_ALTERNATIVES = 16;
