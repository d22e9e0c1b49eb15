import { Tensor } from 'onnxruntime-node';
import type { Graph } from '../models/loadedModel';

/** Memory for the keys or the values of one layer, [heads, length, width] from its start. */
interface Room {
  readonly heads: number;
  readonly width: number;
  readonly data: Float32Array;
}

/**
 * The keys and values of the tokens that a model has read, by the names of the inputs that take them. They grow and
 * shrink in place: new tensors of megabytes for each token would keep the garbage collector busy.
 */
export class KeyValues {
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #most: number;
  #length = 0;

  /**
   * @param most how many tokens will be held at once
   * @param isOwn which of the graph's past inputs it fills: not those of an encoder
   */
  constructor({ session }: Graph, most: number, isOwn: (name: string) => boolean = () => true) {
    const rooms = new Map<string, Room>();
    for (const input of session.inputMetadata) {
      if (!input.isTensor || !input.name.startsWith('past_key_values.') || !isOwn(input.name)) continue;
      const [, heads, , width] = input.shape as [unknown, number, unknown, number];
      rooms.set(input.name, { heads, width, data: new Float32Array(heads * most * width) });
    }
    this.#rooms = rooms;
    this.#most = most;
  }

  /** How many tokens are held. */
  get length(): number {
    return this.#length;
  }

  /** Names of the inputs that take them. */
  get names(): Iterable<string> {
    return this.#rooms.keys();
  }

  /** What is held [1, heads, length, width], until it next grows or shrinks. */
  tensors(): Record<string, Tensor> {
    const entries = [...this.#rooms].map(([name, { heads, width, data }]) => {
      const held = data.subarray(0, heads * this.#length * width);
      return [name, new Tensor('float32', held, [1, heads, this.#length, width])];
    });
    return Object.fromEntries(entries) as Record<string, Tensor>;
  }

  /** Keeps only the first `length` tokens. */
  cut(length: number): void {
    this.#resize(length);
  }

  /**
   * Grows to `length` tokens, of which `tensors` [1, heads, last, width] hold the last ones, or all.
   */
  grow(length: number, tensors: Readonly<Record<string, Tensor>>): void {
    if (length > this.#most) throw new RangeError(`There is room for ${this.#most} tokens, and none for ${length}.`);
    this.#resize(length);
    for (const [name, { heads, width, data }] of this.#rooms) {
      const added = tensors[name]!.data as Float32Array;
      const size = added.length / heads;
      for (let head = 0; head < heads; head++) {
        data.set(added.subarray(head * size, (head + 1) * size), (head + 1) * length * width - size);
      }
    }
  }

  /** Moves each head's rows to where they belong at another length. */
  #resize(length: number): void {
    const kept = Math.min(length, this.#length);
    for (const { heads, width, data } of this.#rooms.values()) {
      const move = (head: number) => {
        const from = head * this.#length * width;
        data.copyWithin(head * length * width, from, from + kept * width);
      };
      // None may be written over before it has been moved.
      if (length > this.#length) for (let head = heads - 1; head > 0; head--) move(head);
      else if (length < this.#length) for (let head = 1; head < heads; head++) move(head);
    }
    this.#length = length;
  }
}
