import type { Patience } from './abortedOrSlow';

const SECOND = 1000;

/** For ghost text and lenses: the first token comes when the prompt has been read. */
export const GENERATING: Patience = { firstMs: 30 * SECOND, nextMs: 15 * SECOND };
/** For scores of a whole prompt, which come all at once. */
export const SCORING: Patience = { firstMs: 180 * SECOND, nextMs: 30 * SECOND };
/** For what an engine knows without its model. */
export const ASKING: Patience = { firstMs: 10 * SECOND, nextMs: 10 * SECOND };
