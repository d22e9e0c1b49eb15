import { Tensor } from 'onnxruntime-node';

/** A tensor over the tokens of a window that is filled piece by piece. */
export class TokenTensor {
  readonly tensor: Tensor;
  readonly #axis: number;

  /**
   * @param dims the dimensions of a piece
   * @param axis which of them counts tokens
   * @param tokens how many tokens there are in all
   */
  constructor(dims: readonly number[], axis: number, tokens: number) {
    const whole = dims.with(axis, tokens);
    this.tensor = new Tensor('float32', new Float32Array(product(whole)), whole);
    this.#axis = axis;
  }

  /** Writes the first `count` tokens of a piece at the place `first`. */
  write({ data, dims }: Tensor, count: number, first: number): void {
    const inner = product(dims.slice(this.#axis + 1));
    const from = dims[this.#axis]! * inner;
    const to = this.tensor.dims[this.#axis]! * inner;
    const whole = this.tensor.data as Float32Array;
    for (let outer = 0; outer < product(dims.slice(0, this.#axis)); outer++) {
      const start = outer * from;
      whole.set((data as Float32Array).subarray(start, start + count * inner), outer * to + first * inner);
    }
  }
}

/** The first `count` tokens of a tensor, in memory of their own. */
export function firstTokens(tensor: Tensor, axis: number, count: number): Tensor {
  const first = new TokenTensor(tensor.dims, axis, count);
  first.write(tensor, count, 0);
  return first.tensor;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}
