import type { LoadedModel } from '../models/loadedModel';
import { readOn } from './causalPass';
import { KeyValues } from './keyValues';

/** Reads a text from left to right and says what it expects next. */
export interface Reader {
  /** Logits of what follows each of the last `keep` of `ids` [keep, vocabulary]; `keep` is 1 to ids.length. */
  read(ids: Int32Array, keep: number): Promise<Float32Array>;
}

/**
 * A causal model that remembers what it read last: of the next ids, only those behind the longest common prefix go
 * through the model, for their keys and values depend on nothing to their right.
 */
export class PrefixReader implements Reader {
  readonly #model: LoadedModel;
  /** Those of #ids. */
  readonly #past: KeyValues;
  #ids: Int32Array = new Int32Array(0);

  /** @param contextLength the most ids that will be read at once */
  constructor(model: LoadedModel, contextLength: number) {
    this.#model = model;
    this.#past = new KeyValues(model, contextLength);
  }

  async read(ids: Int32Array, keep: number): Promise<Float32Array> {
    const known = Math.min(commonPrefix(this.#ids, ids), ids.length - keep);
    this.#past.cut(known);
    this.#ids = ids.slice(0, known);
    const logits = await readOn(this.#model, ids.subarray(known), this.#past, keep);
    this.#ids = ids.slice();
    return logits;
  }
}

/** How many entries `a` and `b` have in common from the start. */
function commonPrefix(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}
