import type { Tokenizer } from '../tokens/tokenizer';
import type { Turn } from '../requestScheduler';
import { commonPrefix, type RememberingReader } from './prefixCachingReader';
import { logSumExp } from './topTokens';

/** Tokens over which surprise is measured: three or four lines. */
const RECENT_TOKENS = 64;
/** Surprise that is assumed before much is measured, in bits a byte, and how many bytes it counts for. */
const USUAL = { bitsPerByte: 1, bytes: 24 };

/** Measures how much the last lines of a text surprise a model, from logits that it computes anyway. */
export class RecentSurprise {
  #ids: Int32Array = new Int32Array(0);
  /** Bits of each of #ids; NaN where they were not measured. */
  #bits: number[] = [];

  /**
   * Bits a byte of the last tokens of `ids`, which are read when much of them is new. Shrunk towards the usual surprise of
   * English where little is measured.
   */
  async measure(reader: RememberingReader, tokenizer: Tokenizer, ids: Int32Array, turn: Turn): Promise<number> {
    const common = commonPrefix(this.#ids, ids);
    const bits = [...this.#bits.slice(0, common), ...new Array<number>(ids.length - common).fill(NaN)];
    const first = Math.max(1, ids.length - RECENT_TOKENS);
    if (reader.millisecondsToRead(ids) > 0) {
      const rows = await reader.read(ids, ids.length - first + 1, turn);
      const size = rows.length / (ids.length - first + 1);
      for (let index = first; index < ids.length; index++) {
        bits[index] = bitsOf(rows.subarray((index - first) * size, (index - first + 1) * size), ids[index]!);
      }
    }
    for (let index = Math.max(first, common); index < ids.length; index++) {
      const row = Number.isNaN(bits[index]) ? reader.known(ids.subarray(0, index)) : undefined;
      if (row) bits[index] = bitsOf(row, ids[index]!);
    }
    this.#ids = ids.slice();
    this.#bits = bits;

    let [sum, bytes] = [USUAL.bitsPerByte * USUAL.bytes, USUAL.bytes];
    for (let index = first; index < ids.length; index++) {
      if (Number.isNaN(bits[index])) continue;
      sum += bits[index]!;
      bytes += tokenizer.vocabularyBytes[ids[index]!]!.length;
    }
    return sum / bytes;
  }
}

function bitsOf(logits: Float32Array, id: number): number {
  return (logSumExp(logits) - (logits[id] ?? -Infinity)) / Math.LN2;
}
