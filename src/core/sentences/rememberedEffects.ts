import type { PartEffect, RedundantParts } from './partEffect';

/** What is known of a prompt, its parts and answers. */
export interface RememberedEffects {
  readonly effects: Map<number, PartEffect>;
  noise: Float32Array | undefined;
  redundant: readonly RedundantParts[] | undefined;
}

/** Of how many prompts the effects are remembered: those of the last edits, which may be undone. */
const REMEMBERED = 12;

/** Remembers effects by what was measured. */
export class EffectsByContent {
  readonly #entries = new Map<string, RememberedEffects>();

  /** What is known of `content`, for the caller to add to. */
  of(content: string): RememberedEffects {
    const known = this.#entries.get(content) ?? { effects: new Map(), noise: undefined, redundant: undefined };
    this.#entries.delete(content);
    this.#entries.set(content, known);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > REMEMBERED) this.#entries.delete(oldest!);
    return known;
  }
}
