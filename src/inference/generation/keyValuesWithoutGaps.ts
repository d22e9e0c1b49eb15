import { Tensor } from 'onnxruntime-node';
import type { Graph } from '../models/openedGraph';
import type { KeyValueCache } from './keyValueCache';

/** Memory for the keys or the values of one layer; [heads, length, width] of it are in use, from its start. */
interface LayerBuffer {
  readonly heads: number;
  readonly width: number;
  readonly data: Float32Array;
}

/**
 * The cache for graphs that append to their past, which must have no gaps: [1, heads, length, width]. It grows and
 * shrinks in place: new tensors of megabytes for each token would keep the garbage collector busy.
 */
export class KeyValues implements KeyValueCache {
  readonly #buffers: ReadonlyMap<string, LayerBuffer>;
  readonly #maxTokens: number;
  #length = 0;

  /**
   * @param maxTokens how many tokens fit
   * @param isOwn which of the graph's past inputs to cache; the encoder's keys and values are not the decoder's own
   */
  constructor({ session }: Graph, maxTokens: number, isOwn: (name: string) => boolean = () => true) {
    const buffers = new Map<string, LayerBuffer>();
    for (const input of session.inputMetadata) {
      if (!input.isTensor || !input.name.startsWith('past_key_values.') || !isOwn(input.name)) continue;
      const [, heads, , width] = input.shape as [unknown, number, unknown, number];
      buffers.set(input.name, { heads, width, data: new Float32Array(heads * maxTokens * width) });
    }
    this.#buffers = buffers;
    this.#maxTokens = maxTokens;
  }

  get length(): number {
    return this.#length;
  }

  get names(): Iterable<string> {
    return this.#buffers.keys();
  }

  inputs(): Record<string, Tensor> {
    const entries = [...this.#buffers].map(([name, { heads, width, data }]) => {
      const used = data.subarray(0, heads * this.#length * width);
      return [name, new Tensor('float32', used, [1, heads, this.#length, width])];
    });
    return Object.fromEntries(entries) as Record<string, Tensor>;
  }

  cut(length: number): void {
    this.#resize(Math.min(length, this.#length));
  }

  copyFrom(start: number): Record<string, Tensor> {
    const count = this.#length - start;
    const entries = [...this.#buffers].map(([name, { heads, width, data }]) => {
      const copy = new Float32Array(heads * count * width);
      for (let head = 0; head < heads; head++) {
        const from = (head * this.#length + start) * width;
        copy.set(data.subarray(from, from + count * width), head * count * width);
      }
      return [name, new Tensor('float32', copy, [1, heads, count, width])];
    });
    return Object.fromEntries(entries) as Record<string, Tensor>;
  }

  /** @param tensors keys and values of the last tokens, or of all [1, heads, tokens, width] */
  grow(length: number, tensors: Readonly<Record<string, Tensor>>): void {
    if (length > this.#maxTokens)
      throw new RangeError(`The cache has room for ${this.#maxTokens} tokens, not for ${length}.`);
    this.#resize(length);
    for (const [name, { heads, width, data }] of this.#buffers) {
      const added = tensors[name]!.data as Float32Array;
      const size = added.length / heads;
      for (let head = 0; head < heads; head++) {
        data.set(added.subarray(head * size, (head + 1) * size), (head + 1) * length * width - size);
      }
    }
  }

  /** Moves each head's rows to their place at the new length. */
  #resize(length: number): void {
    const common = Math.min(length, this.#length);
    for (const { heads, width, data } of this.#buffers.values()) {
      const move = (head: number) => {
        const from = head * this.#length * width;
        data.copyWithin(head * length * width, from, from + common * width);
      };
      // From the end when growing, from the start when shrinking, so that no row is overwritten before it has moved.
      if (length > this.#length) for (let head = heads - 1; head > 0; head--) move(head);
      else if (length < this.#length) for (let head = 1; head < heads; head++) move(head);
    }
    this.#length = length;
  }
}
