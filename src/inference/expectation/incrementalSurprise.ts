import { TOP_TOKENS } from '../../core/expectation/howManyLikeliestTokens';
import { noProbabilitiesError } from '../generation/damagedWeightsError';
import { commonPrefix, type TokenReader } from '../generation/prefixCachingReader';
import { sumsOfExp } from '../generation/sumOfExp';
import { oneAtATime } from '../oneAtATime';
import { atOnce, type Turn } from '../requestScheduler';

/** What a model predicted at each token, given those before it. All is 0 for the first token, which has no context. */
export interface TokenScores {
  /** −log₂ of the token's probability [tokens]. */
  readonly bits: Float32Array;
  /** Entropy of the prediction in bits: the surprise to expect there [tokens]. */
  readonly entropies: Float32Array;
  /** The token's rank in the vocabulary, 1 for the likeliest [tokens]. */
  readonly ranks: Int32Array;
  /** Ids and probabilities of the likeliest tokens there [tokens, TOP_TOKENS], likeliest first. */
  readonly likeliest: Int32Array;
  readonly probabilities: Float32Array;
}

/** Most logits that are measured at once, which takes the thread for some 20 ms. */
const MAX_LOGITS = 2 ** 20;

/**
 * Measures how predictable tokens are, and caches the scores of the latest ids. Of the next ids, only those after the
 * longest common prefix are read and measured: scores depend on nothing to their right.
 */
export class SurpriseReader {
  readonly #reader: TokenReader;
  readonly #vocabulary: number;
  readonly #scores: TokenScores;
  readonly #oneAtATime = oneAtATime();
  #ids: Int32Array = new Int32Array(0);

  /** @param maxTokens most ids per call of `read` */
  constructor(reader: TokenReader, vocabulary: number, maxTokens: number) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
    this.#scores = {
      bits: new Float32Array(maxTokens),
      entropies: new Float32Array(maxTokens),
      ranks: new Int32Array(maxTokens),
      likeliest: new Int32Array(maxTokens * TOP_TOKENS),
      probabilities: new Float32Array(maxTokens * TOP_TOKENS),
    };
  }

  /** Scores of `ids` [at least 1]. Takes a turn for each forward pass. */
  read(ids: Int32Array, turn: Turn = atOnce): Promise<TokenScores> {
    return this.#oneAtATime(() => this.#read(ids, turn));
  }

  async #read(ids: Int32Array, turn: Turn): Promise<TokenScores> {
    let measured = Math.max(1, commonPrefix(this.#ids, ids));
    // An abort leaves #ids as far as they are measured, for the next call to continue from.
    this.#ids = ids.slice(0, measured);
    const rows = Math.max(1, Math.floor(MAX_LOGITS / this.#vocabulary));
    while (measured < ids.length) {
      const end = Math.min(ids.length, measured + rows);
      // The last token need not be read: no logits after it are needed.
      const logits = await this.#reader.read(ids.subarray(0, end - 1), end - measured, turn);
      const width = logits.length / (end - measured);
      for (let token = measured; token < end; token++) {
        const row = (token - measured) * width;
        writeScore(logits.subarray(row, row + width), ids[token]!, this.#scores, token);
      }
      measured = end;
      this.#ids = ids.slice(0, measured);
    }
    const { bits, entropies, ranks, likeliest, probabilities } = this.#scores;
    return {
      bits: bits.slice(0, ids.length),
      entropies: entropies.slice(0, ids.length),
      ranks: ranks.slice(0, ids.length),
      likeliest: likeliest.slice(0, ids.length * TOP_TOKENS),
      probabilities: probabilities.slice(0, ids.length * TOP_TOKENS),
    };
  }
}

/** Writes the scores of token `id` under softmax(logits) to index `token` of `scores`. */
function writeScore(logits: Float32Array, id: number, scores: TokenScores, token: number): void {
  const own = logits[id]!;
  const best: number[] = [];
  // The logit to exceed to be among the best.
  let threshold = -Infinity;
  let rank = 1;
  for (let other = 0; other < logits.length; other++) {
    const logit = logits[other]!;
    if (logit > own) rank++;
    if (logit <= threshold) continue;
    let place = best.length;
    while (place > 0 && logits[best[place - 1]!]! < logit) place--;
    best.splice(place, 0, other);
    if (best.length > TOP_TOKENS) best.pop();
    if (best.length === TOP_TOKENS) threshold = logits[best[TOP_TOKENS - 1]!]!;
  }
  const largest = logits[best[0]!]!;
  const { sum, weighted } = sumsOfExp(logits, largest);
  const total = largest + Math.log(sum);
  if (Number.isNaN(total)) throw noProbabilitiesError();
  scores.bits[token] = (total - own) * Math.LOG2E;
  scores.entropies[token] = (Math.log(sum) + weighted / sum) * Math.LOG2E;
  scores.ranks[token] = rank;
  best.forEach((other, place) => {
    scores.likeliest[token * TOP_TOKENS + place] = other;
    scores.probabilities[token * TOP_TOKENS + place] = Math.exp(logits[other]! - total);
  });
}
