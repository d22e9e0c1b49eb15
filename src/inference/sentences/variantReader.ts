import { concatenate } from '../../core/concatenate';
import { openExact } from '../models/exactGraph.node';
import { canHidePast, takesRoom } from '../models/inputTensors';
import type { LoadedModel } from '../models/loadedModel';
import type { Graph } from '../models/openedGraph';
import { oneAtATime } from '../oneAtATime';
import type { Turn } from '../requestScheduler';
import { forwardPass } from '../generation/decoderForwardPass';
import type { KeyValueCache } from '../generation/keyValueCache';
import { KeyValues } from '../generation/keyValuesWithoutGaps';
import { KeyValuesWithRoom } from '../generation/keyValuesWithRoom';
import { commonPrefix, MAX_PIECE } from '../generation/prefixCachingReader';
import { logSumExp } from '../generation/topTokens';
import { hiddenPastPass } from './hiddenPastPass';

/** What a model predicts behind a text. */
export interface Reading {
  /** Logits of the token behind the text [vocabulary]. */
  readonly next: Float32Array;
  /** −log₂ of the probability of each token of each answer, given those before it [answers][tokens]. */
  readonly bits: readonly Float32Array[];
}

/**
 * Reads a text, and variants of it that mostly begin like it. Keys and values of the text are kept: a variant costs what
 * follows the longest common prefix, in any order of the variants. Reads with the model's exact graph, if it has one.
 */
export class VariantReader {
  readonly #model: LoadedModel;
  /** Keys and values of #ids; between two calls, of nothing else. */
  #past: KeyValueCache;
  readonly #maxTokens: number;
  readonly #isStepwise: boolean;
  readonly #oneAtATime = oneAtATime();
  #ids: Int32Array = new Int32Array(0);
  /** Opened when it is first needed, and until what was read is forgotten. */
  #exact: Promise<Graph | undefined> | undefined;
  /** How many tokens went through the model since it was opened. */
  tokensRead = 0;

  /** @param maxTokens most tokens of a text together with an answer */
  constructor(model: LoadedModel, maxTokens: number) {
    this.#model = model;
    this.#isStepwise = model.session.inputNames.includes('use_cache_branch');
    this.#maxTokens = maxTokens;
    this.#past = this.#emptyCache();
  }

  #emptyCache(): KeyValueCache {
    const [model, maxTokens] = [this.#model, this.#maxTokens];
    return takesRoom(model) ? new KeyValuesWithRoom(model, maxTokens) : new KeyValues(model, maxTokens);
  }

  /** Whether `readWithHidden` works with this model's graph. */
  get canHide(): boolean {
    return this.#past instanceof KeyValuesWithRoom && canHidePast(this.#model);
  }

  /** Whether there is something to forget. */
  get hasRead(): boolean {
    return this.#ids.length > 0 || this.#exact !== undefined;
  }

  /** Reads the text whose variants are read next. Of one that was read before, only what has changed is read again. */
  readText(ids: Int32Array, turn: Turn): Promise<void> {
    return this.#oneAtATime(() => this.#readText(ids, turn));
  }

  /** Reads a variant of the text, or the text itself, and each answer behind it. */
  read(ids: Int32Array, answers: readonly Int32Array[], turn: Turn): Promise<Reading> {
    return this.#oneAtATime(async () => {
      // The last token is read in any case, since its logits are needed.
      const common = this.#reusable(ids, ids.length - 1);
      const rest = this.#past.copyFrom(common);
      try {
        this.#past.cut(common);
        const [first = new Int32Array(0), ...others] = answers;
        let next: Float32Array = new Float32Array(0);
        const bitsOfFirst = new Float32Array(first.length);
        const all = concatenate([ids, first.subarray(0, -1)]);
        await this.#readOn(all, Math.max(1, first.length), turn, (logits, place) => {
          if (place === 0) next = logits.slice();
          if (place < first.length) bitsOfFirst[place] = bitsOf(first[place]!, logits);
        });
        const bits: Float32Array[] = answers.length === 0 ? [] : [bitsOfFirst];
        for (const answer of others) {
          this.#past.cut(ids.length);
          bits.push(await this.#bitsBehind(ids, answer, next, turn));
        }
        return { next, bits };
      } finally {
        this.#past.cut(common);
        this.#past.grow(this.#ids.length, rest);
      }
    });
  }

  /**
   * Continues a text token by token, with the graph that writes fast.
   *
   * @param choose picks the next token from its logits [vocabulary]; undefined ends the text
   * @param most tokens at most
   */
  continueText(
    ids: Int32Array,
    choose: (logits: Float32Array) => number | undefined,
    most: number,
    turn: Turn,
  ): Promise<number[]> {
    return this.#oneAtATime(async () => {
      await this.#readText(ids, turn);
      const written: number[] = [];
      try {
        this.#past.cut(ids.length - 1);
        while (written.length < most) {
          let chosen: number | undefined;
          const all = concatenate([ids, Int32Array.from(written)]);
          await this.#readOn(all, 1, turn, (logits) => (chosen = choose(logits)), this.#model);
          if (chosen === undefined) break;
          written.push(chosen);
        }
        return written;
      } finally {
        // The last token was read again, by the other graph.
        this.#past.cut(ids.length - 1);
        this.#ids = ids.subarray(0, this.#past.length);
      }
    });
  }

  /** Gives back the memory of what was read. */
  forget(): Promise<void> {
    return this.#oneAtATime(async () => {
      this.#past = this.#emptyCache();
      this.#ids = new Int32Array(0);
      const exact = await this.#exact?.catch(() => undefined);
      this.#exact = undefined;
      await exact?.session.release();
    });
  }

  /**
   * Reads an answer behind a text several times, each time without looking at other tokens of the text. Cheaper than
   * leaving these out, and only an estimate of it: what follows them in the text was read with them.
   *
   * @param hidden tokens that are not looked at [estimates][any number]
   * @param from from which token on the text is read again, without looking at them
   * @returns one reading for each estimate
   */
  readWithHidden(
    text: Int32Array,
    hidden: readonly (readonly number[])[],
    from: number,
    answer: Int32Array,
    turn: Turn,
  ): Promise<Reading[]> {
    return this.#oneAtATime(async () => {
      await this.#readText(text, turn);
      const ids = concatenate([text.subarray(from), answer.subarray(0, -1)]);
      const keep = Math.max(1, answer.length);
      const past = this.#past as KeyValuesWithRoom;
      const atOnce = Math.max(1, Math.floor((2 * MAX_PIECE) / ids.length));
      const readings: Reading[] = [];
      const graph = await this.#exactGraph(turn);
      for (let first = 0; first < hidden.length; first += atOnce) {
        const some = hidden.slice(first, first + atOnce);
        const texts = await turn(() => hiddenPastPass(graph, ids, past, from, some, keep));
        this.tokensRead += some.length * ids.length;
        for (const logits of texts)
          readings.push({ next: logits.slice(0, logits.length / keep), bits: [bitsOfTokens(answer, logits)] });
      }
      return readings;
    });
  }

  /** The exact graph, or the model's own where there is none. */
  async #exactGraph(turn: Turn): Promise<Graph> {
    this.#exact ??= turn(() => openExact(this.#model));
    try {
      return (await this.#exact) ?? this.#model;
    } catch (error) {
      this.#exact = undefined;
      throw error;
    }
  }

  async #readText(ids: Int32Array, turn: Turn): Promise<void> {
    this.#past.cut(this.#reusable(ids, ids.length));
    try {
      await this.#readOn(ids, 0, turn);
    } finally {
      this.#ids = ids.slice(0, this.#past.length);
    }
  }

  /** How many of the cached tokens begin `ids` and need not be read again; at most `most`. */
  #reusable(ids: Int32Array, most: number): number {
    const common = Math.min(commonPrefix(this.#ids, ids), most);
    // Such graphs read a text without a past at once, and behind a past one token at a time.
    return this.#isStepwise && common < ids.length - 1 ? 0 : common;
  }

  /**
   * Reads the rest of `ids` behind what the cache holds.
   *
   * @param take receives the logits of the token behind each of the last `keep` ids [vocabulary], and which of these it is,
   * from 0 on. They are not kept: those of a long answer would take hundreds of megabytes
   * @param graph the exact one unless given
   */
  async #readOn(
    ids: Int32Array,
    keep: number,
    turn: Turn,
    take: (logits: Float32Array, place: number) => void = () => undefined,
    graph?: Graph,
  ): Promise<void> {
    graph ??= await this.#exactGraph(turn);
    while (this.#past.length < ids.length) {
      const start = this.#past.length;
      const end = Math.min(ids.length, start + this.#pieceLength());
      const wanted = Math.min(end - start, end - (ids.length - keep));
      // A graph that is asked for no logits computes all of them.
      const logits = await turn(() => forwardPass(graph, ids.subarray(start, end), this.#past, Math.max(1, wanted)));
      this.tokensRead += end - start;
      const width = logits.length / Math.max(1, wanted);
      for (let row = 0; row < wanted; row++)
        take(logits.subarray(row * width, (row + 1) * width), keep - (ids.length - end) - wanted + row);
    }
  }

  /** @param next logits behind `ids`, which the cache holds */
  async #bitsBehind(ids: Int32Array, answer: Int32Array, next: Float32Array, turn: Turn): Promise<Float32Array> {
    const bits = new Float32Array(answer.length);
    if (answer.length === 0) return bits;
    bits[0] = bitsOf(answer[0]!, next);
    // The last token of the answer need not be read: no logits behind it are needed.
    const read = answer.subarray(0, -1);
    await this.#readOn(concatenate([ids, read]), read.length, turn, (logits, place) => {
      bits[place + 1] = bitsOf(answer[place + 1]!, logits);
    });
    return bits;
  }

  #pieceLength(): number {
    if (takesRoom(this.#model)) return MAX_PIECE;
    return this.#isStepwise && this.#past.length > 0 ? 1 : Infinity;
  }
}

/** −log₂ of a token's probability, from the logits [vocabulary]. */
function bitsOf(token: number, logits: Float32Array): number {
  return (logSumExp(logits) - logits[token]!) * Math.LOG2E;
}

/** @param logits of the prediction of each token [tokens, vocabulary] */
function bitsOfTokens(tokens: Int32Array, logits: Float32Array): Float32Array {
  const width = logits.length / tokens.length;
  return Float32Array.from(tokens, (id, token) => bitsOf(id, logits.subarray(token * width, (token + 1) * width)));
}
