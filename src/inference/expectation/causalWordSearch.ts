import { topTokens, logSumExp } from '../generation/topTokens';
import type { TokenReader } from '../generation/prefixReader';
import type { Tokenizer } from '../tokens/tokenizer';
import { kindsOf, type TokenKinds } from './tokenKinds';

/** A word as it would be written, and its probability. */
export interface WordProbability {
  readonly word: string;
  readonly probability: number;
}

/** The beginning of a word: its tokens and their probability. */
interface Beginning {
  readonly ids: readonly number[];
  readonly text: string;
  readonly probability: number;
}

/** Tokens of the longest word that is read, behind the context. */
export const LONGEST_WORD = 16;
/** Passes of one search. */
const MOST_PASSES = 48;
/** Beginnings less probable than this are not followed. */
const NEGLIGIBLE = 1e-4;
const WIDEST = 64;
/** Of words less probable than this the pass is spared. */
const HARDLY = 1e-5;

/**
 * What a causal model expects as the next word. A word can have several tokens, and its tokens can begin a longer one: its
 * probability is that of its tokens times that of no letter behind them.
 */
export class CausalWordSearch {
  readonly #reader: TokenReader;
  readonly #tokenizer: Tokenizer;
  readonly #kinds: TokenKinds;
  readonly #context: Int32Array;
  readonly #lead: string;
  #first: Float32Array | undefined;

  /**
   * @param context ids of what is to the left [at least 1]
   * @param lead what stands before the word and belongs to its first token: a space, or nothing
   */
  constructor(reader: TokenReader, tokenizer: Tokenizer, context: Int32Array, lead: string) {
    this.#reader = reader;
    this.#tokenizer = tokenizer;
    this.#kinds = kindsOf(tokenizer);
    this.#context = context;
    this.#lead = lead;
  }

  /** Of `word` and nothing more; 0 when even its first token is hardly expected, or it has too many. */
  async probability(word: string): Promise<number> {
    const { ids } = this.#tokenizer.encode(this.#lead + word);
    if (ids.length > LONGEST_WORD) return 0;
    const first = await this.#firstLogits();
    if (first[ids[0]!]! - logSumExp(first) < Math.log(HARDLY)) return 0;
    const logits = await this.#reader.read(Int32Array.of(...this.#context, ...ids), ids.length + 1);
    const width = logits.length / (ids.length + 1);
    const row = (index: number) => logits.subarray(index * width, (index + 1) * width);
    let log = 0;
    ids.forEach((id, index) => (log += row(index)[id]! - logSumExp(row(index))));
    return Math.exp(log) * this.#ends(row(ids.length));
  }

  /** Of each punctuation mark and line end, whatever signs come behind it in the same token. */
  async signs(): Promise<ReadonlyMap<string, number>> {
    const logits = await this.#firstLogits();
    const total = logSumExp(logits);
    const sum = (ids: readonly number[]) => ids.reduce((all, id) => all + Math.exp(logits[id]! - total), 0);
    return new Map(Array.from(this.#kinds.signs, ([sign, ids]) => [sign, sum(ids)]));
  }

  /** The likeliest words, at most `many`, likeliest first: all likelier ones are among them, but for the limit on passes. */
  async likeliest(many: number): Promise<WordProbability[]> {
    const words: WordProbability[] = [];
    const waiting = this.#beginnings({ ids: [], text: '', probability: 1 }, await this.#firstLogits());
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const best = waiting.shift();
      if (!best || (words.length >= many && words[many - 1]!.probability >= best.probability)) break;
      const logits = await this.#reader.read(Int32Array.of(...this.#context, ...best.ids), 1);
      insert(words, { word: best.text, probability: best.probability * this.#ends(logits) });
      for (const longer of this.#beginnings(best, logits)) insert(waiting, longer);
    }
    return words.slice(0, many);
  }

  async #firstLogits(): Promise<Float32Array> {
    this.#first ??= (await this.#reader.read(this.#context, 1)).slice();
    return this.#first;
  }

  /** What `before` goes on as, likeliest first. */
  #beginnings(before: Beginning, logits: Float32Array): Beginning[] {
    const { starts, continues, texts } = this.#kinds;
    if (before.ids.length === LONGEST_WORD) return [];
    const isFirst = before.ids.length === 0;
    const fits = isFirst && this.#lead !== '' ? starts : continues;
    const fitting = logits.map((logit, id) => (fits[id] === 1 && texts[id] !== '' ? logit : -Infinity));
    if (fitting.every((logit) => logit === -Infinity)) return [];
    const total = logSumExp(logits);
    const among = logSumExp(fitting);
    return topTokens(fitting, WIDEST)
      .map(({ id, logProbability }) => ({
        ids: [...before.ids, id],
        text: before.text + texts[id]!.trimStart(),
        probability: before.probability * Math.exp(logProbability + among - total),
      }))
      .filter(({ probability }) => probability >= NEGLIGIBLE);
  }

  /** Probability of no letter. */
  #ends(logits: Float32Array): number {
    const total = logSumExp(logits);
    let goesOn = 0;
    for (let id = 0; id < this.#kinds.continues.length; id++) {
      if (this.#kinds.continues[id] === 1) goesOn += Math.exp(logits[id]! - total);
    }
    return Math.max(0, 1 - goesOn);
  }
}

function insert<T extends { readonly probability: number }>(sorted: T[], value: T): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]!.probability < value.probability) at--;
  sorted.splice(at, 0, value);
}
