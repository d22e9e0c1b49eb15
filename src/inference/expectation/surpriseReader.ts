import { TOP_TOKENS } from '../../core/expectation/surpriseLevels';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { NO_PROBABILITIES } from '../generation/noProbabilitiesError';
import { commonPrefix, type TokenReader } from '../generation/prefixReader';
import { sumOfExp } from '../generation/sumOfExp';

/** What is known of each of some tokens, given those before it; of the first, which follows nothing, all is 0. */
export interface Scores {
  /** −log₂ of the probability [tokens]. */
  readonly bits: Float32Array;
  /** 1 for the likeliest [tokens]. */
  readonly ranks: Int32Array;
  /** Ids of the likeliest, and their probabilities [tokens, LIKELIEST], likeliest first. */
  readonly likeliest: Int32Array;
  readonly probabilities: Float32Array;
}

/** Logits that are held at once: 32 MB. */
const MOST_LOGITS = 2 ** 23;

/**
 * Measures how expected tokens are, and remembers what it measured last: of the next ids, only those behind the longest
 * common prefix are read and measured, for nothing to their right changes what was expected.
 */
export class SurpriseReader {
  readonly #reader: TokenReader;
  readonly #vocabulary: number;
  readonly #scores: Scores;
  #ids: Int32Array = new Int32Array(0);

  /** @param most how many ids will be read at once */
  constructor(reader: TokenReader, vocabulary: number, most: number) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
    this.#scores = {
      bits: new Float32Array(most),
      ranks: new Int32Array(most),
      likeliest: new Int32Array(most * TOP_TOKENS),
      probabilities: new Float32Array(most * TOP_TOKENS),
    };
  }

  /** Those of `ids` [at least 1], until the next are read. Looks at `signal` between passes. */
  async read(ids: Int32Array, signal: AbortSignal): Promise<Scores> {
    let known = Math.max(1, commonPrefix(this.#ids, ids));
    // What was measured of a text stays true of its beginning, whatever comes in between.
    this.#ids = ids.slice(0, known);
    const rows = Math.max(1, Math.floor(MOST_LOGITS / this.#vocabulary));
    while (known < ids.length) {
      const end = Math.min(ids.length, known + rows);
      // What follows a token is measured by the token behind it, so the last one need not be read.
      const logits = await this.#reader.read(ids.subarray(0, end - 1), end - known);
      const width = logits.length / (end - known);
      for (let token = known; token < end; token++) {
        const row = (token - known) * width;
        score(logits.subarray(row, row + width), ids[token]!, this.#scores, token);
      }
      known = end;
      this.#ids = ids.slice(0, known);
      await yieldToEventLoop();
      signal.throwIfAborted();
    }
    const { bits, ranks, likeliest, probabilities } = this.#scores;
    return {
      bits: bits.subarray(0, ids.length),
      ranks: ranks.subarray(0, ids.length),
      likeliest: likeliest.subarray(0, ids.length * TOP_TOKENS),
      probabilities: probabilities.subarray(0, ids.length * TOP_TOKENS),
    };
  }
}

/** Notes what softmax(logits) says of a token, and what it says is likeliest. */
function score(logits: Float32Array, id: number, scores: Scores, token: number): void {
  const own = logits[id]!;
  const best: number[] = [];
  // What a token must exceed to be among the best.
  let least = -Infinity;
  let rank = 1;
  for (let other = 0; other < logits.length; other++) {
    const logit = logits[other]!;
    if (logit > own) rank++;
    if (logit <= least) continue;
    let place = best.length;
    while (place > 0 && logits[best[place - 1]!]! < logit) place--;
    best.splice(place, 0, other);
    if (best.length > TOP_TOKENS) best.pop();
    if (best.length === TOP_TOKENS) least = logits[best[TOP_TOKENS - 1]!]!;
  }
  const largest = logits[best[0]!]!;
  const total = largest + Math.log(sumOfExp(logits, largest));
  if (Number.isNaN(total)) throw new Error(NO_PROBABILITIES);
  scores.bits[token] = (total - own) * Math.LOG2E;
  scores.ranks[token] = rank;
  best.forEach((other, place) => {
    scores.likeliest[token * TOP_TOKENS + place] = other;
    scores.probabilities[token * TOP_TOKENS + place] = Math.exp(logits[other]! - total);
  });
}
