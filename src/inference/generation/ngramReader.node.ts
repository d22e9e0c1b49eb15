import { readFile } from 'node:fs/promises';
import { concatenate } from '../../core/concatenate';
import type { RememberingReader } from './prefixCachingReader';

/** All n-grams of one order. training/ngram.py describes the file. */
interface NgramLevel {
  /** The last token of each. */
  readonly tokens: Uint16Array;
  /** Natural logarithm of each one's probability. */
  readonly logProbabilities: Float32Array;
  /** Natural logarithm of each one's back-off weight: scales the lower order after it. Empty at the highest order. */
  readonly logBackOffs: Float32Array;
  /** Index in the next level of each one's first child, then the end of the last one's. Empty at the highest order. */
  readonly children: Uint32Array;
}

const MAGIC = 'NGRAM\0\x01\0';
const CODES_PER_NAT = 16;

/** Opens an n-gram model. Throws an Error that names the file when it is not a complete n-gram model. */
export async function openNgram(file: string): Promise<NgramReader> {
  const bytes = await readFile(file);
  try {
    return new NgramReader(parseLevels(bytes));
  } catch (error) {
    throw new Error(
      `${file} is not an n-gram model, or only a part of one. Install the extension again, or make the file with ` +
        'training/ngram.py.',
      { cause: error },
    );
  }
}

/** Predicts with a pruned Kneser-Ney n-gram model, which sees only the last four tokens of the left context. */
export class NgramReader implements RememberingReader {
  readonly #levels: readonly NgramLevel[];

  /** It makes no passes. */
  readonly isStepwise = true;

  constructor(levels: readonly NgramLevel[]) {
    this.#levels = levels;
  }

  get vocabularySize(): number {
    return this.#levels[0]!.tokens.length;
  }

  read(ids: Int32Array, keep: number): Promise<Float32Array> {
    const rows = Array.from({ length: keep }, (_, row) => this.known(ids.subarray(0, ids.length - keep + row + 1)));
    return Promise.resolve(concatenate(rows as [Float32Array, ...Float32Array[]]));
  }

  known(ids: Int32Array): Float32Array {
    return this.#predict(ids.subarray(Math.max(0, ids.length - this.#levels.length + 1)));
  }

  millisecondsToRead(): number {
    return 0;
  }

  /** The log probability of each token after `context`: by the shortest context first, then longer ones. */
  #predict(context: Int32Array): Float32Array {
    const row = this.#levels[0]!.logProbabilities.slice();
    for (let length = 1; length <= context.length; length++) {
      const node = this.#find(context.subarray(context.length - length));
      if (node < 0) continue;
      const { logBackOffs, children } = this.#levels[length - 1]!;
      const next = this.#levels[length]!;
      const backOff = logBackOffs[node]!;
      for (let id = 0; id < row.length; id++) row[id]! += backOff;
      for (let child = children[node]!; child < children[node + 1]!; child++) {
        row[next.tokens[child]!] = next.logProbabilities[child]!;
      }
    }
    return row;
  }

  /** Index of an n-gram in its level; −1 when the model does not have it. Binary search among each node's children. */
  #find(ngram: Int32Array): number {
    let node = ngram[0]!;
    for (let order = 1; order < ngram.length; order++) {
      const { children } = this.#levels[order - 1]!;
      const { tokens } = this.#levels[order]!;
      let low = children[node]!;
      let high = children[node + 1]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (tokens[middle]! < ngram[order]!) low = middle + 1;
        else high = middle;
      }
      if (low === children[node + 1] || tokens[low] !== ngram[order]) return -1;
      node = low;
    }
    return node;
  }
}

function parseLevels(file: Buffer): NgramLevel[] {
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new Error('Its first bytes are not those of an n-gram model.');
  let offset = MAGIC.length;
  const take = (bytes: number) => {
    if (offset + bytes > file.length) throw new Error('It ends before all of its levels.');
    return file.subarray(offset, (offset += bytes));
  };
  const order = take(4).readUInt32LE();
  const counts = Array.from({ length: order }, () => take(4).readUInt32LE());
  const levels = counts.map((count, index) => {
    const isHighest = index === order - 1;
    const tokens = uint16(take(2 * count));
    const logProbabilities = decodeLogs(take(count));
    if (isHighest) {
      return { tokens, logProbabilities, logBackOffs: new Float32Array(0), children: new Uint32Array(0) };
    }
    const logBackOffs = decodeLogs(take(count));
    return { tokens, logProbabilities, logBackOffs, children: offsetsFromCounts(uint16(take(2 * count))) };
  });
  const isWhole = counts.every((count, index) => index === 0 || levels[index - 1]!.children.at(-1) === count);
  if (order === 0 || !isWhole || offset !== file.length) throw new Error('Its levels do not fit together.');
  return levels;
}

/** Little-endian, at any alignment. */
function uint16(bytes: Buffer): Uint16Array {
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readUInt16LE(2 * index));
}

/** Decodes natural logarithms: each byte counts sixteenths of a nat below 0. */
function decodeLogs(codes: Buffer): Float32Array {
  return Float32Array.from(codes, (code) => -code / CODES_PER_NAT);
}

/** Running sums, from 0 on: one more than there are counts. */
function offsetsFromCounts(counts: Uint16Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  counts.forEach((count, index) => (starts[index + 1] = starts[index]! + count));
  return starts;
}
