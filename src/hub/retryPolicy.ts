/** How long to wait for what, in milliseconds. */
export interface RetryPolicy {
  /** Without a byte, before a connection is given up. */
  readonly stall: number;
  /** Before each further try, as long as none gets further than the one before. */
  readonly pauses: readonly number[];
  /** The longest that a server's wish to wait is granted. */
  readonly longestPause: number;
  /** Between two looks at another window's lock. */
  readonly lockPoll: number;
  /** Between two signs of life of a lock's owner. */
  readonly lockBeat: number;
  /** Without a sign of life, before a lock is taken over. */
  readonly lockStale: number;
}

/** For files: a network that is gone for half a minute does no harm. */
export const FILE_RETRIES: RetryPolicy = {
  stall: 30_000,
  pauses: [1_000, 2_000, 4_000, 8_000, 15_000],
  longestPause: 60_000,
  lockPoll: 500,
  lockBeat: 2_000,
  lockStale: 20_000,
};

/** For questions that somebody waits for. */
export const QUESTION_RETRIES: RetryPolicy = { ...FILE_RETRIES, stall: 15_000, pauses: [500, 1_000, 2_000] };
