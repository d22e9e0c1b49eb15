import type { Task } from '../models/modelSpec';

/** Tokens nearer than this attend to each other for what they say. */
const FAR = 8;
/** The fewest far rows that tell anything, and which share of all rows they must be. */
const MIN_ROWS = 8;
const MIN_SHARE_OF_ROWS = 1 / 8;
/** Enough rows to find in 512 tokens what all rows would show. */
const MAX_ROWS = 64;
/** A sink draws this much weight from a far token on average, beyond an even spread. */
const MIN_WEIGHT = 0.1;
/** A sink does so in this share of the heads. */
const MIN_SHARE_OF_HEADS = 0.1;

/** The rows to search for sinks in, evenly spread, ascending. */
export function rowsToSearch(size: number): Int32Array {
  const count = Math.min(size, MAX_ROWS);
  return Int32Array.from({ length: count }, (_, index) => Math.floor(((index + 1) * size) / count) - 1);
}

/**
 * Finds attention sinks, the tokens on which many heads rest weight that they do not need, whichever token attends (Xiao et
 * al. 2023, "Efficient Streaming Language Models with Attention Sinks"). Measures them as Gu et al. 2024 do ("When Attention
 * Sink Emerges in Language Models"): by the share of heads whose mean weight on a token exceeds a bound. Here the mean is that
 * of far tokens.
 */
export class SinkSearch {
  readonly #size: number;
  readonly #rows: Int32Array;
  readonly #isCausal: boolean;
  /** For each token, how many heads it draws weight from. */
  readonly #drawn: Uint32Array;
  #heads = 0;

  /** @param rows indices of the rows that `add` gets, ascending */
  constructor(size: number, rows: Int32Array, isCausal: boolean) {
    this.#size = size;
    this.#rows = rows;
    this.#isCausal = isCausal;
    this.#drawn = new Uint32Array(size);
  }

  /** Adds the heads of a layer, by their weights [heads, rows, size]. */
  add(weights: Float32Array): void {
    const cells = this.#rows.length * this.#size;
    for (let start = 0; start < weights.length; start += cells) {
      this.#heads++;
      const mean = this.#meanFromAfar(weights.subarray(start, start + cells));
      for (let token = 0; token < this.#size; token++) if (mean[token]! > MIN_WEIGHT) this.#drawn[token]!++;
    }
  }

  /** Indices of the sinks, ascending; undefined for a text too short to tell. */
  get sinks(): number[] | undefined {
    if (this.#size < FAR + MIN_ROWS) return undefined;
    return [...this.#drawn.keys()].filter((token) => this.#drawn[token]! >= MIN_SHARE_OF_HEADS * this.#heads);
  }

  /** For each token, the mean weight that far rows of a head put on it, less what an even spread would put there. */
  #meanFromAfar(weights: Float32Array): Float32Array {
    const sums = new Float32Array(this.#size);
    const counts = new Uint32Array(this.#size);
    this.#rows.forEach((row, index) => {
      const visible = this.#isCausal ? row + 1 : this.#size;
      for (let token = 0; token < visible; token++) {
        if (Math.abs(row - token) < FAR) continue;
        sums[token]! += weights[index * this.#size + token]! - 1 / visible;
        counts[token]!++;
      }
    });
    const fewest = Math.max(MIN_ROWS, MIN_SHARE_OF_ROWS * this.#rows.length);
    return sums.map((sum, token) => (counts[token]! < fewest ? 0 : sum / counts[token]!));
  }
}

/**
 * The tokens that mostly are sinks, for texts too short to measure them: special tokens ([CLS], [SEP], </s>), and the first
 * token of a causal model.
 *
 * @param starts offset of each token, −1 for special tokens
 */
export function assumedSinks(starts: ArrayLike<number>, task: Task): number[] {
  return [...Array(starts.length).keys()].filter((token) => starts[token]! < 0 || (task === 'causal' && token === 0));
}
