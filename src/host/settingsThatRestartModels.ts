import type { Settings } from './settings';

/** Settings that the inference process starts with: it is restarted once one of them changes. */
export const RESTART_SETTINGS: readonly (keyof Settings)[] = ['threads', 'memory.limit', 'memory.releaseAfter'];
