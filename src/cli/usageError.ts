/** A mistake on the command line. The message says what to do. */
export class UsageError extends Error {}
