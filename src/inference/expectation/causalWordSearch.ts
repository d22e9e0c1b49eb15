import type { TokenReader } from '../generation/prefixCachingReader';
import { logSumExp, topTokens } from '../generation/topTokens';
import type { Tokenizer } from '../tokens/tokenizer';
import {
  MAX_BRANCHES,
  MAX_PASSES,
  MAX_WORD_TOKENS,
  MIN_FIRST_TOKEN_PROBABILITY,
  MIN_PREFIX_PROBABILITY,
} from './wordSearchLimits';
import { tokenKinds, type TokenKinds } from './tokensThatStartOrContinueWords';

/** A word without the space before it, and its probability. */
export interface WordProbability {
  readonly word: string;
  readonly probability: number;
}

/** The first tokens of a word, and their joint probability. */
interface WordPrefix {
  readonly ids: readonly number[];
  readonly text: string;
  readonly probability: number;
}

/**
 * Whole-word probabilities after a context, from a causal model. A word can have several tokens, and its tokens can
 * also begin a longer word: its probability is that of its tokens, times that of no letter after them.
 */
export class CausalWordSearch {
  readonly #reader: TokenReader;
  readonly #tokenizer: Tokenizer;
  readonly #kinds: TokenKinds;
  readonly #context: Int32Array;
  readonly #lead: string;
  #firstRow: Float32Array | undefined;

  /**
   * @param context ids of the left context [at least 1]
   * @param lead text before the word that belongs to its first token: a space, or nothing
   */
  constructor(reader: TokenReader, tokenizer: Tokenizer, context: Int32Array, lead: string) {
    this.#reader = reader;
    this.#tokenizer = tokenizer;
    this.#kinds = tokenKinds(tokenizer);
    this.#context = context;
    this.#lead = lead;
  }

  /** Probability that exactly `word` comes next; 0 when its first token is improbable or it has too many tokens. */
  async probability(word: string): Promise<number> {
    const { ids } = this.#tokenizer.encode(this.#lead + word);
    if (ids.length > MAX_WORD_TOKENS) return 0;
    const first = await this.#firstLogits();
    if (first[ids[0]!]! - logSumExp(first) < Math.log(MIN_FIRST_TOKEN_PROBABILITY)) return 0;
    const logits = await this.#reader.read(Int32Array.of(...this.#context, ...ids), ids.length + 1);
    const width = logits.length / (ids.length + 1);
    const row = (index: number) => logits.subarray(index * width, (index + 1) * width);
    const logProbability = ids.reduce((sum, id, index) => sum + (row(index)[id]! - logSumExp(row(index))), 0);
    return Math.exp(logProbability) * this.#endProbability(row(ids.length));
  }

  /** Probability of each punctuation mark and line break, whatever follows it in the same token. */
  async punctuation(): Promise<ReadonlyMap<string, number>> {
    const logits = await this.#firstLogits();
    const total = logSumExp(logits);
    const sum = (ids: readonly number[]) => ids.reduce((all, id) => all + Math.exp(logits[id]! - total), 0);
    return new Map(Array.from(this.#kinds.punctuation, ([mark, ids]) => [mark, sum(ids)]));
  }

  /**
   * The `count` likeliest words, likeliest first, by best-first search; it may miss some when it runs out of passes.
   */
  async likeliest(count: number): Promise<WordProbability[]> {
    const words: WordProbability[] = [];
    const queue = this.#extend({ ids: [], text: '', probability: 1 }, await this.#firstLogits());
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const best = queue.shift();
      if (!best || (words.length >= count && words[count - 1]!.probability >= best.probability)) break;
      const logits = await this.#reader.read(Int32Array.of(...this.#context, ...best.ids), 1);
      insert(words, { word: best.text, probability: best.probability * this.#endProbability(logits) });
      for (const longer of this.#extend(best, logits)) insert(queue, longer);
    }
    return words.slice(0, count);
  }

  async #firstLogits(): Promise<Float32Array> {
    this.#firstRow ??= (await this.#reader.read(this.#context, 1)).slice();
    return this.#firstRow;
  }

  /** The prefixes that are one token longer than `prefix`, likeliest first. */
  #extend(prefix: WordPrefix, logits: Float32Array): WordPrefix[] {
    const { startsWord, continuesWord, texts } = this.#kinds;
    if (prefix.ids.length === MAX_WORD_TOKENS) return [];
    const isFirst = prefix.ids.length === 0;
    const isAllowed = isFirst && this.#lead !== '' ? startsWord : continuesWord;
    const allowed = logits.map((logit, id) => (isAllowed[id] === 1 && texts[id] !== '' ? logit : -Infinity));
    if (allowed.every((logit) => logit === -Infinity)) return [];
    const total = logSumExp(logits);
    const allowedTotal = logSumExp(allowed);
    return topTokens(allowed, MAX_BRANCHES)
      .map(({ id, logProbability }) => ({
        ids: [...prefix.ids, id],
        text: prefix.text + texts[id]!.trimStart(),
        probability: prefix.probability * Math.exp(logProbability + allowedTotal - total),
      }))
      .filter(({ probability }) => probability >= MIN_PREFIX_PROBABILITY);
  }

  /** Probability that the word ends: that no token comes which begins with a letter. */
  #endProbability(logits: Float32Array): number {
    const total = logSumExp(logits);
    const { continuesWord } = this.#kinds;
    let continued = 0;
    for (let id = 0; id < continuesWord.length; id++) {
      if (continuesWord[id] === 1) continued += Math.exp(logits[id]! - total);
    }
    return Math.max(0, 1 - continued);
  }
}

/** Inserts `value` into a list sorted by probability, largest first. */
function insert<T extends { readonly probability: number }>(sorted: T[], value: T): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]!.probability < value.probability) at--;
  sorted.splice(at, 0, value);
}
