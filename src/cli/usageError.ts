/** What the caller has got wrong; its message says what to do. */
export class UsageError extends Error {}
