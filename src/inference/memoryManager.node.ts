import { memoryUsage } from 'node:process';
import type { ModelCache } from './models/modelCache';

/** How much memory the process may use, and how long an unused model may stay loaded. */
export interface MemoryBounds {
  /** Most bytes of resident memory of the whole process. */
  readonly maxBytes: number;
  /** Milliseconds after its last use at which a model is released. */
  readonly idleMs: number;
}

/**
 * Keeps the process within its memory bounds. Checks after each pass; over the bound, it releases first the sessions
 * opened beside the models, then models, least recently used first.
 */
export class MemoryManager {
  readonly #models: ModelCache;
  readonly #bounds: MemoryBounds;
  readonly #onFull: () => void;
  /** Whether the process was over its bound at the previous check, too. */
  #wasOver = false;

  /** @param onFull called when nothing is left to release and the process is still over its bound */
  constructor(models: ModelCache, bounds: MemoryBounds, onFull: () => void) {
    this.#models = models;
    this.#bounds = bounds;
    this.#onFull = onFull;
  }

  afterPass = async (): Promise<void> => {
    await this.#models.releaseIdle(this.#bounds.idleMs);
    const isOver = memoryUsage.rss() > this.#bounds.maxBytes;
    const wasOver = this.#wasOver;
    this.#wasOver = isOver;
    if (!isOver) return;
    const hasReleased = await this.#models.releaseViewers();
    // Memory use falls some time after a release, so the next check decides whether it was enough.
    if (hasReleased && !wasOver) return;
    if (!(await this.#models.releaseOldest())) this.#onFull();
  };
}
