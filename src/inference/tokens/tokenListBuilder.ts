import type { Tokens } from '../../core/tokens/tokenSpans';

/** Collects tokens in growing typed arrays. */
export class TokenListBuilder {
  #ids = new Int32Array(256);
  #starts = new Uint32Array(256);
  #ends = new Uint32Array(256);
  #length = 0;

  add(id: number, start: number, end: number): void {
    if (this.#length === this.#ids.length) this.#grow();
    this.#ids[this.#length] = id;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length++;
  }

  /** @param specialTokens number of special tokens that the model adds around the text */
  finish(specialTokens: number): Tokens {
    return {
      ids: this.#ids.slice(0, this.#length),
      starts: this.#starts.slice(0, this.#length),
      ends: this.#ends.slice(0, this.#length),
      specialTokens,
    };
  }

  #grow(): void {
    const size = 2 * this.#ids.length;
    this.#ids = copiedTo(new Int32Array(size), this.#ids);
    this.#starts = copiedTo(new Uint32Array(size), this.#starts);
    this.#ends = copiedTo(new Uint32Array(size), this.#ends);
  }
}

function copiedTo<T extends Int32Array | Uint32Array>(larger: T, values: T): T {
  larger.set(values);
  return larger;
}
