/** What a pass is for, and thereby how soon it must run: `typing` first, for the user waits for it at every key. */
export type Priority = 'typing' | 'counting' | 'viewing';

/** All priorities, the most urgent first. */
export const PRIORITIES: readonly Priority[] = ['typing', 'counting', 'viewing'];
