import type { LoadedModel } from '../models/loadedModel';
import { cutPast, readOn, roomFor, type Past, type Room } from './causalPass';

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
  /** One holds what was read last, the other is written to; then they change places. */
  #rooms: [held: Room, free: Room];
  #ids: Int32Array = new Int32Array(0);
  #past: Past | undefined;

  /** @param contextLength the most ids that will be read at once */
  constructor(model: LoadedModel, contextLength: number) {
    this.#model = model;
    this.#rooms = [roomFor(model, contextLength), roomFor(model, contextLength)];
  }

  async read(ids: Int32Array, keep: number): Promise<Float32Array> {
    const known = Math.min(commonPrefix(this.#ids, ids), ids.length - keep);
    const before = this.#past && known > 0 ? this.#cut(this.#past, known) : undefined;
    // Should the pass fail, nothing false is remembered.
    this.#past = undefined;
    this.#ids = new Int32Array(0);
    const { logits, past } = await readOn(this.#model, ids.subarray(known), before, keep, this.#rooms[1]);
    this.#rooms.reverse();
    this.#past = past;
    this.#ids = ids.slice();
    return logits;
  }

  #cut(past: Past, length: number): Past {
    if (length === past.length) return past;
    const cut = cutPast(past, length, this.#rooms[1]);
    this.#rooms.reverse();
    return cut;
  }
}

/** How many entries `a` and `b` have in common from the start. */
function commonPrefix(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}
