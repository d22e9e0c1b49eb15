/**
 * When all that was opened or cached to show attention and the inside of models is released, after the last read. All
 * layers of 512 tokens take 67 MB in the embedded models; the sessions are as large as the models themselves.
 */
export const RELEASE_AFTER_MS = 60_000;
