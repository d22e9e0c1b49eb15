/** Timeouts, retries and lock intervals; all in milliseconds. */
export interface RetryPolicy {
  /** Time without a byte after which a connection is closed. */
  readonly stallTimeout: number;
  /** Delay before each retry, as long as none gets further than the last. */
  readonly retryDelays: readonly number[];
  /** Longest delay, even when the server asks for more. */
  readonly longestDelay: number;
  /** Time between two looks at another process's lock. */
  readonly lockPollInterval: number;
  /** Time between two heartbeats of a lock's owner. */
  readonly lockHeartbeat: number;
  /** Time without a heartbeat after which a lock is taken over. */
  readonly lockTimeout: number;
}

/** For file downloads: they survive a network failure of half a minute. */
export const FILE_RETRIES: RetryPolicy = {
  stallTimeout: 30_000,
  retryDelays: [1_000, 2_000, 4_000, 8_000, 15_000],
  longestDelay: 60_000,
  lockPollInterval: 500,
  lockHeartbeat: 2_000,
  lockTimeout: 20_000,
};

/** For lists of files, which a user waits for. */
export const LISTING_RETRIES: RetryPolicy = {
  ...FILE_RETRIES,
  stallTimeout: 15_000,
  retryDelays: [500, 1_000, 2_000],
};
