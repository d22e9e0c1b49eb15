import { concatenate } from '../../core/concatenate';
import { takesRoom } from '../models/inputTensors';
import type { LoadedModel } from '../models/loadedModel';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { forwardPass } from './decoderForwardPass';
import type { KeyValueCache } from './keyValueCache';
import { KeyValues } from './keyValuesWithoutGaps';
import { KeyValuesWithRoom } from './keyValuesWithRoom';

/** Reads tokens from left to right and predicts the next one. */
export interface TokenReader {
  /**
   * Logits of the token after each of the last `keep` ids [keep, vocabulary]; `keep` is 1 to ids.length. Rejects with the
   * signal's reason when it fires between two pieces of a long text.
   */
  read(ids: Int32Array, keep: number, signal?: AbortSignal): Promise<Float32Array>;
}

/** From this many new tokens on, reading the whole text at once is faster than reading them one by one. */
const MAX_STEPS = 24;

/**
 * Most tokens in a pass of a graph whose past has room. Pieces of 48 to 128 take the same time; longer ones also look at
 * what is right of them, and need more memory.
 */
const MAX_PIECE = 64;

/**
 * Runs a causal model, and caches the keys and values of the latest ids. Of the next ids, only those after the longest
 * common prefix go through the model: keys and values depend on nothing to their right.
 */
export class PrefixReader implements TokenReader {
  readonly #model: LoadedModel;
  /** Keys and values of #ids. */
  readonly #past: KeyValueCache;
  #ids: Int32Array = new Int32Array(0);

  /**
   * Whether tokens after a past are read one by one. Merged decoders (one graph for passes with and without a past)
   * were often exported for single tokens after a past: with more, they fail or return wrong logits.
   */
  readonly #isStepwise: boolean;

  /** @param contextLength most ids per call of `read` */
  constructor(model: LoadedModel, contextLength: number) {
    this.#model = model;
    this.#isStepwise = model.session.inputNames.includes('use_cache_branch');
    this.#past = takesRoom(model) ? new KeyValuesWithRoom(model, contextLength) : new KeyValues(model, contextLength);
  }

  async read(ids: Int32Array, keep: number, signal?: AbortSignal): Promise<Float32Array> {
    const common = Math.min(commonPrefix(this.#ids, ids), ids.length - keep);
    const reused = this.#isStepwise && ids.length - common > MAX_STEPS ? 0 : common;
    this.#past.cut(reused);
    this.#ids = ids.slice(0, reused);
    const rows: Float32Array[] = [];
    while (this.#ids.length < ids.length) {
      const start = this.#ids.length;
      if (start > reused) await yieldToEventLoop();
      signal?.throwIfAborted();
      const end = Math.min(ids.length, start + this.#pieceLength(reused));
      const wanted = Math.min(end - start, end - (ids.length - keep));
      // A graph that is asked for no logits computes all of them.
      const logits = await forwardPass(this.#model, ids.subarray(start, end), this.#past, Math.max(1, wanted));
      if (wanted > 0) rows.push(logits);
      this.#ids = ids.slice(0, end);
    }
    return concatenate(rows as [Float32Array, ...Float32Array[]]);
  }

  /** Most tokens in a pass after `reused` cached ones. */
  #pieceLength(reused: number): number {
    if (takesRoom(this.#model)) return MAX_PIECE;
    return this.#isStepwise && reused > 0 ? 1 : Infinity;
  }
}

/** Length of the longest common prefix of `a` and `b`. */
export function commonPrefix(a: Int32Array, b: Int32Array): number {
  const shorter = Math.min(a.length, b.length);
  let length = 0;
  while (length < shorter && a[length] === b[length]) length++;
  return length;
}
