import type { RecentLines } from '../../core/completion/knowsLanguage';
import type { Tokenizer } from '../tokens/tokenizer';
import type { Turn } from '../requestScheduler';
import { commonPrefix, type RememberingReader } from './prefixCachingReader';
import { logSumExp } from './topTokens';

/** Tokens over which surprise is measured: three or four lines. */
const RECENT_TOKENS = 64;
/** What is assumed before much is measured: some tokens of English. */
const USUAL = { bits: 24, bytes: 24, tokens: 6 };

/** Measures how a model reads the last lines of a text, from logits that it computes anyway. */
export class RecentSurprise {
  #ids: Int32Array = new Int32Array(0);
  /** Bits of each of #ids; NaN where they were not measured. */
  #bits: number[] = [];

  /**
   * The last tokens of `ids`, which are read when much of them is new. Shrunk towards what is usual in English where little is
   * measured.
   */
  async measure(reader: RememberingReader, tokenizer: Tokenizer, ids: Int32Array, turn: Turn): Promise<RecentLines> {
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

    let { bits: sum, bytes, tokens } = USUAL;
    for (let index = first; index < ids.length; index++) {
      if (Number.isNaN(bits[index])) continue;
      sum += bits[index]!;
      bytes += tokenizer.vocabularyBytes[ids[index]!]!.length;
      tokens++;
    }
    return { bitsPerByte: sum / bytes, bytesPerToken: bytes / tokens };
  }
}

function bitsOf(logits: Float32Array, id: number): number {
  return (logSumExp(logits) - (logits[id] ?? -Infinity)) / Math.LN2;
}
