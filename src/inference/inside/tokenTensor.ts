import { Tensor } from 'onnxruntime-node';

/** The room grows by this many tokens. */
const STEP = 128;

/** A tensor over the tokens that a model has read, which grows and shrinks at its end. */
export class TokenTensor {
  readonly #dims: readonly number[];
  readonly #axis: number;
  /** Dimensions before and after the one that counts tokens. */
  readonly #outer: number;
  readonly #inner: number;
  #data = new Float32Array(0);
  #room = 0;

  /**
   * @param dims the dimensions of a piece
   * @param axis which of them counts tokens
   */
  constructor(dims: readonly number[], axis: number) {
    this.#dims = dims;
    this.#axis = axis;
    this.#outer = product(dims.slice(0, axis));
    this.#inner = product(dims.slice(axis + 1));
  }

  /** Writes the tokens of a piece behind the first `first` ones, in place of what was there. */
  write({ data, dims }: Tensor, first: number): void {
    const count = dims[this.#axis]!;
    if (first + count > this.#room) this.#makeRoom(Math.ceil((first + count) / STEP) * STEP);
    this.#copy({ data: data as Float32Array, room: count }, { data: this.#data, room: this.#room }, count, first);
  }

  /** The first `count` tokens, in memory of their own. */
  first(count: number): Tensor {
    const data = new Float32Array(this.#outer * count * this.#inner);
    this.#copy({ data: this.#data, room: this.#room }, { data, room: count }, count, 0);
    return new Tensor('float32', data, this.#dims.with(this.#axis, count));
  }

  #makeRoom(room: number): void {
    const data = new Float32Array(this.#outer * room * this.#inner);
    this.#copy({ data: this.#data, room: this.#room }, { data, room }, this.#room, 0);
    this.#data = data;
    this.#room = room;
  }

  /** Copies the first `count` tokens of `from`, to place `place` of `to`. */
  #copy(from: Tokens, to: Tokens, count: number, place: number): void {
    for (let outer = 0; outer < this.#outer; outer++) {
      const start = outer * from.room * this.#inner;
      const target = (outer * to.room + place) * this.#inner;
      to.data.set(from.data.subarray(start, start + count * this.#inner), target);
    }
  }
}

/** Numbers with room for `room` tokens. */
interface Tokens {
  readonly data: Float32Array;
  readonly room: number;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}
