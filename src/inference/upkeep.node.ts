import { memoryUsage } from 'node:process';
import type { Models } from './models/models';

/** How much memory the process may take, and how long a model may lie there unused. */
export interface Bounds {
  /** Bytes that the whole process has in memory. */
  readonly mostBytes: number;
  readonly idleMs: number;
}

/**
 * Keeps the process within its bounds: looks after each pass, and lets go of what is held beside the models, then of models,
 * those used longest ago first.
 */
export class Upkeep {
  readonly #models: Models;
  readonly #bounds: Bounds;
  readonly #full: () => void;

  /** @param full called when there is nothing left to let go of, and the process still takes too much */
  constructor(models: Models, bounds: Bounds, full: () => void) {
    this.#models = models;
    this.#bounds = bounds;
    this.#full = full;
  }

  afterPass = async (): Promise<void> => {
    await this.#models.releaseIdle(this.#bounds.idleMs);
    if (memoryUsage.rss() <= this.#bounds.mostBytes) return;
    // What it takes falls some time after a model has gone, so the next pass may find that it was enough.
    if (!((await this.#models.releaseSpare()) || (await this.#models.releaseOldest()))) this.#full();
  };
}
