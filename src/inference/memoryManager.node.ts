import { memoryUsage } from 'node:process';
import type { ModelCache } from './models/modelCache';

/** How much memory the process may take, and how long a model may lie there unused. */
export interface MemoryBounds {
  /** Bytes that the whole process has in memory. */
  readonly mostBytes: number;
  readonly idleMs: number;
}

/**
 * Keeps the process within its bounds: looks after each pass, and lets go of what is held beside the models, then of models,
 * those used longest ago first.
 */
export class MemoryManager {
  readonly #models: ModelCache;
  readonly #bounds: MemoryBounds;
  readonly #full: () => void;
  /** Whether the process took too much after the pass before, too. */
  #wasOver = false;

  /** @param full called when there is nothing left to let go of, and the process still takes too much */
  constructor(models: ModelCache, bounds: MemoryBounds, full: () => void) {
    this.#models = models;
    this.#bounds = bounds;
    this.#full = full;
  }

  afterPass = async (): Promise<void> => {
    await this.#models.releaseIdle(this.#bounds.idleMs);
    const isOver = memoryUsage.rss() > this.#bounds.mostBytes;
    const wasOver = this.#wasOver;
    this.#wasOver = isOver;
    if (!isOver) return;
    // What it takes falls some time after something has gone, so the next pass may find that it was enough.
    const isLess = await this.#models.releaseViewers();
    if (isLess && !wasOver) return;
    if (!(await this.#models.releaseOldest())) this.#full();
  };
}
