import { totalmem } from 'node:os';
import { constrainedMemory, memoryUsage } from 'node:process';
import { PASS_BYTES, PROCESS_BYTES, type MemoryNeed } from '../core/models/memoryNeed';
import { embeddedModels } from '../core/models/embeddedModels';
import { collectGarbage } from './collectGarbage.node';
import type { ModelSpec } from '../core/models/modelSpec';
import type { ModelCache } from './models/modelCache';

/** How much memory the process may use, and how long an unused model may stay loaded. */
export interface MemoryBounds {
  /** Most bytes of resident memory of the whole process; undefined for what its models need. */
  readonly maxBytes: number | undefined;
  /** Milliseconds after its last use at which a model is released. */
  readonly idleMs: number;
}

/** Tells the editor what happened. */
export interface MemoryEvents {
  /** Models were released although they are in use; with their labels. */
  released(labels: readonly string[]): void;
  /** Nothing is left to release, and the process is still over its bound. */
  full(): void;
}

/** Which part of the machine's memory the models may take where the user set no limit. */
const SHARE_OF_MACHINE = 0.6;
/** By how much the process may pass what its models need before lenses give back what they keep: estimates are rough. */
const TOLERANCE = 1.25;

/**
 * Keeps the process within its memory bounds. Makes room before a model is loaded or looked into. Checks after each pass: above
 * what the loaded models need, what was opened beside them is released; above the bound models, too, least recently used first.
 */
export class MemoryManager {
  readonly #models: ModelCache;
  readonly #bounds: MemoryBounds;
  readonly #events: MemoryEvents;
  readonly #residentBytes: () => number;
  /** What the loaded models need, by id; also of models that were released since. */
  readonly #needs = new Map<string, { readonly label: string; readonly need: MemoryNeed }>();
  /** Whether the process was over its bound at the previous check, too. */
  #wasOver = false;

  /** @param residentBytes reads the memory of the process */
  constructor(
    models: ModelCache,
    bounds: MemoryBounds,
    events: MemoryEvents,
    residentBytes: () => number = memoryUsage.rss,
  ) {
    this.#models = models;
    this.#bounds = bounds;
    this.#events = events;
    this.#residentBytes = residentBytes;
    models.makeRoom = (...request) => this.#makeRoom(...request);
  }

  afterPass = async (): Promise<void> => {
    await this.#models.releaseIdle(this.#bounds.idleMs);
    const isOver = this.#residentBytes() > this.#expectedBytes;
    const wasOver = this.#wasOver;
    this.#wasOver = isOver;
    if (!isOver) return;
    const hasReleased = await this.#models.releaseViewers();
    // Memory use falls some time after a release, so the next check decides whether it was enough.
    if ((hasReleased && !wasOver) || this.#residentBytes() <= this.#mostBytes) return;
    const [oldest, ...others] = this.#models.loaded;
    if (oldest && others.length > 0) await this.#release([oldest.id]);
    else this.#events.full();
  };

  /**
   * Releases other models until one fits, with its lenses or without. Throws when it fits in no case; embedded models are
   * never refused.
   */
  async #makeRoom({ id, label }: ModelSpec, need: MemoryNeed, withLenses: boolean): Promise<void> {
    const wanted = need.loaded + (withLenses ? need.lenses : 0);
    const least = PROCESS_BYTES + PASS_BYTES + wanted;
    const isEmbedded = embeddedModels.some((model) => model.id === id);
    if (least > this.#mostBytes && !isEmbedded)
      throw new Error(this.#tooLarge(withLenses ? `To look inside it, ${label}` : label, least));
    this.#needs.set(id, { label, need });
    if (!this.#models.mayRelease()) return;
    const added = withLenses ? need.lenses : need.loaded;
    const isTooMuch = () => this.#residentBytes() + added > this.#mostBytes;
    if (isTooMuch()) collectGarbage();
    if (isTooMuch()) {
      await this.#models.releaseViewers();
      collectGarbage();
    }
    const surplus = this.#models.loaded.filter((each) => each.id !== id && each.usedAt < this.#models.inUseSince());
    const released: string[] = [];
    while (this.#bytesOfLoaded([id, ...released]) + wanted > this.#mostBytes && surplus.length > 0)
      released.push(surplus.shift()!.id);
    if (released.length > 0) await this.#release(released);
  }

  async #release(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#models.release(id);
    collectGarbage();
    this.#events.released(ids.map((id) => this.#needs.get(id)?.label ?? id));
  }

  /** From how many bytes on lenses give back what they keep. */
  get #expectedBytes(): number {
    const lenses = this.#models.loaded.map(({ id }) => this.#needs.get(id)?.need.lenses ?? 0);
    const expected = this.#bytesOfLoaded([]) + Math.max(0, ...lenses);
    return this.#bounds.maxBytes ?? Math.min(TOLERANCE * expected, this.#mostBytes);
  }

  /** Most bytes of the process at any time. */
  get #mostBytes(): number {
    return this.#bounds.maxBytes ?? SHARE_OF_MACHINE * Math.min(totalmem(), constrainedMemory() || Infinity);
  }

  /** Bytes of the process with its loaded models, but for some. */
  #bytesOfLoaded(without: readonly string[]): number {
    const loaded = this.#models.loaded.filter(({ id }) => !without.includes(id));
    const bytes = loaded.map(({ id }) => this.#needs.get(id)?.need.loaded ?? 0);
    return bytes.reduce((sum, each) => sum + each, PROCESS_BYTES + PASS_BYTES);
  }

  #tooLarge(label: string, bytes: number): string {
    const [needed, allowed] = [bytes, this.#mostBytes].map(
      (each) => `${Math.round(each / 1e6).toLocaleString('en')} MB`,
    );
    const isSet = this.#bounds.maxBytes !== undefined;
    return (
      `${label} needs about ${needed} of memory, and the models may use ${allowed}` +
      (isSet
        ? ' (leftContext.memory.limit). Raise the limit, or choose a smaller model.'
        : ' of this machine. Choose a smaller model, or set leftContext.memory.limit.')
    );
  }
}
