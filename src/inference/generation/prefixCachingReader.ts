import { concatenate } from '../../core/concatenate';
import { takesRoom } from '../models/inputTensors';
import type { LoadedModel } from '../models/loadedModel';
import { oneAtATime } from '../oneAtATime';
import { atOnce, type Turn } from '../requestScheduler';
import { forwardPass } from './decoderForwardPass';
import type { KeyValueCache } from './keyValueCache';
import { KeyValues } from './keyValuesWithoutGaps';
import { KeyValuesWithRoom } from './keyValuesWithRoom';

/** Reads tokens from left to right and predicts the next one. */
export interface TokenReader {
  /**
   * Logits of the token after each of the last `keep` ids [keep, vocabulary]; `keep` is 1 to ids.length. Takes a turn for
   * each forward pass: calls of one reader either all take turns, or all run within one.
   */
  read(ids: Int32Array, keep: number, turn?: Turn): Promise<Float32Array>;
}

/** A reader that remembers logits. */
export interface RememberingReader extends TokenReader {
  /** Logits of the token after `ids` [vocabulary], where no forward pass is needed for them; else undefined. */
  known(ids: Int32Array): Float32Array | undefined;
  /** About how many milliseconds `read` will take to read what is new in `ids`; Infinity for a long text at first. */
  millisecondsToRead(ids: Int32Array): number;
  /** Whether several tokens take as many passes, so that it does not pay to read some on trial. */
  readonly isStepwise: boolean;
}

/** From this many new tokens on, reading the whole text at once is faster than reading them one by one. */
const MAX_STEPS = 24;

/**
 * Most tokens in a pass of a graph whose past has room. A key that is pressed meanwhile waits for the pass: 95 ms with SmolLM2.
 * A text takes a fiftieth longer than in pieces of 64, and a twelfth in pieces of 24.
 */
export const MAX_PIECE = 32;

/** After how many texts logits are remembered. The next key mostly needs those before the word at the caret again. */
const REMEMBERED = 16;

/**
 * Runs a causal model, and caches the keys and values of the latest ids, and the latest logits. Of the next ids, only those
 * after the longest common prefix go through the model: keys and values depend on nothing to their right.
 */
export class PrefixReader implements RememberingReader {
  readonly #model: LoadedModel;
  /** Keys and values of #ids. */
  readonly #past: KeyValueCache;
  #ids: Int32Array = new Int32Array(0);
  /** Milliseconds a token in the latest long pass. */
  #pace = Infinity;
  /** Ids, and the logits of the token after them [vocabulary]; the latest last. */
  #remembered: { readonly ids: Int32Array; readonly logits: Float32Array }[] = [];

  /**
   * Whether tokens after a past are read one by one. Merged decoders (one graph for passes with and without a past)
   * were often exported for single tokens after a past: with more, they fail or return wrong logits.
   */
  readonly isStepwise: boolean;
  readonly #oneAtATime = oneAtATime();

  /** @param contextLength most ids per call of `read` */
  constructor(model: LoadedModel, contextLength: number) {
    this.#model = model;
    this.isStepwise = model.session.inputNames.includes('use_cache_branch');
    this.#past = takesRoom(model) ? new KeyValuesWithRoom(model, contextLength) : new KeyValues(model, contextLength);
  }

  known(ids: Int32Array): Float32Array | undefined {
    const isSame = (other: Int32Array) => other.length === ids.length && commonPrefix(other, ids) === ids.length;
    return this.#remembered.findLast((entry) => isSame(entry.ids))?.logits;
  }

  millisecondsToRead(ids: Int32Array): number {
    const unread = ids.length - commonPrefix(this.#ids, ids);
    return unread <= MAX_PIECE / 2 ? 0 : unread * this.#pace;
  }

  read(ids: Int32Array, keep: number, turn = atOnce): Promise<Float32Array> {
    return this.#oneAtATime(() => this.#read(ids, keep, turn));
  }

  async #read(ids: Int32Array, keep: number, turn: Turn): Promise<Float32Array> {
    const rows: Float32Array[] = [];
    while (rows.length < keep) {
      const row = this.known(ids.subarray(0, ids.length - keep + rows.length + 1));
      if (!row) break;
      rows.push(row);
    }
    if (rows.length < keep) rows.push(...(await this.#run(ids, keep - rows.length, turn)));
    return rows.length === 1 ? rows[0]! : concatenate(rows as [Float32Array, ...Float32Array[]]);
  }

  /** The logits of the token after each of the last `keep` ids, by forward passes over these at least. */
  async #run(ids: Int32Array, keep: number, turn: Turn): Promise<Float32Array[]> {
    const common = Math.min(commonPrefix(this.#ids, ids), ids.length - keep);
    const reused = this.isStepwise && ids.length - common > MAX_STEPS ? 0 : common;
    this.#past.cut(reused);
    this.#ids = ids.slice(0, reused);
    const parts: Float32Array[] = [];
    while (this.#ids.length < ids.length) {
      const start = this.#ids.length;
      const end = Math.min(ids.length, start + this.#pieceLength(reused));
      const wanted = Math.min(end - start, end - (ids.length - keep));
      // A graph that is asked for no logits computes all of them.
      const logits = await turn(() => this.#pass(ids.subarray(start, end), Math.max(1, wanted)));
      this.#ids = ids.slice(0, end);
      if (wanted <= 0) continue;
      parts.push(logits);
      this.#remember(logits, wanted);
    }
    return parts;
  }

  async #pass(ids: Int32Array, keep: number): Promise<Float32Array> {
    const started = performance.now();
    const logits = await forwardPass(this.#model, ids, this.#past, keep);
    if (ids.length >= MAX_PIECE / 2) this.#pace = (performance.now() - started) / ids.length;
    return logits;
  }

  /** Keeps logits after the last `count` of #ids [count, vocabulary], in memory of their own. */
  #remember(logits: Float32Array, count: number): void {
    const size = logits.length / count;
    for (let row = Math.max(0, count - REMEMBERED); row < count; row++) {
      const ids = this.#ids.subarray(0, this.#ids.length - count + row + 1);
      this.#remembered.push({ ids, logits: logits.slice(row * size, (row + 1) * size) });
    }
    this.#remembered = this.#remembered.slice(-REMEMBERED);
  }

  /** Most tokens in a pass after `reused` cached ones. */
  #pieceLength(reused: number): number {
    if (takesRoom(this.#model)) return MAX_PIECE;
    return this.isStepwise && reused > 0 ? 1 : Infinity;
  }
}

/** Length of the longest common prefix of `a` and `b`. */
export function commonPrefix(a: Int32Array, b: Int32Array): number {
  const shorter = Math.min(a.length, b.length);
  let length = 0;
  while (length < shorter && a[length] === b[length]) length++;
  return length;
}
