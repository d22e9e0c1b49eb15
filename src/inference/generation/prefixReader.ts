import type { LoadedModel } from '../models/loadedModel';
import { forwardPass } from './forwardPass';
import { KeyValues } from './keyValues';

/** Reads a text from left to right and says what it expects next. */
export interface TokenReader {
  /** Logits of what follows each of the last `keep` of `ids` [keep, vocabulary]; `keep` is 1 to ids.length. */
  read(ids: Int32Array, keep: number): Promise<Float32Array>;
}

/** Tokens that are read one by one before reading all anew is faster. */
const MOST_STEPS = 24;

/**
 * A causal model that remembers what it read last: of the next ids, only those behind the longest common prefix go
 * through the model, for their keys and values depend on nothing to their right.
 */
export class PrefixReader implements TokenReader {
  readonly #model: LoadedModel;
  /** Those of #ids. */
  readonly #past: KeyValues;
  #ids: Int32Array = new Int32Array(0);

  /**
   * Decoders merged of one with and one without a past were often exported for single tokens behind a past: with more, they
   * fail or answer wrongly.
   */
  readonly #isStepwise: boolean;

  /** @param contextLength the most ids that will be read at once */
  constructor(model: LoadedModel, contextLength: number) {
    this.#model = model;
    this.#isStepwise = model.session.inputNames.includes('use_cache_branch');
    this.#past = new KeyValues(model, contextLength);
  }

  async read(ids: Int32Array, keep: number): Promise<Float32Array> {
    const common = Math.min(commonPrefix(this.#ids, ids), ids.length - keep);
    const known = this.#isStepwise && ids.length - common > MOST_STEPS ? 0 : common;
    this.#past.cut(known);
    this.#ids = ids.slice(0, known);
    const fresh = ids.subarray(known);
    const logits =
      this.#isStepwise && known > 0
        ? await this.#step(fresh, keep)
        : await forwardPass(this.#model, fresh, this.#past, keep);
    this.#ids = ids.slice();
    return logits;
  }

  /** Reads one token after the other; logits of what follows each of the last `keep` [keep, vocabulary]. */
  async #step(ids: Int32Array, keep: number): Promise<Float32Array> {
    const rows: Float32Array[] = [];
    for (const id of ids) rows.push(await forwardPass(this.#model, Int32Array.of(id), this.#past, 1));
    const kept = rows.slice(-keep);
    const logits = new Float32Array(keep * kept[0]!.length);
    kept.forEach((row, index) => logits.set(row, index * row.length));
    return logits;
  }
}

/** How many entries `a` and `b` have in common from the start. */
export function commonPrefix(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}
