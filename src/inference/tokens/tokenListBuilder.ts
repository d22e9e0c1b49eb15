import type { Tokens } from '../../core/tokens/tokens';

/** Tokens as they are found: grows, and becomes `Tokens` in the end. */
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

  /** @param specialTokens how many special tokens the model puts around the text */
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
    const grown = <T extends Int32Array | Uint32Array>(old: T, larger: T): T => {
      larger.set(old);
      return larger;
    };
    this.#ids = grown(this.#ids, new Int32Array(size));
    this.#starts = grown(this.#starts, new Uint32Array(size));
    this.#ends = grown(this.#ends, new Uint32Array(size));
  }
}
