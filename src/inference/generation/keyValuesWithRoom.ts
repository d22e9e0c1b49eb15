import { Tensor } from 'onnxruntime-node';
import { pastState } from '../models/inputTensors';
import type { Graph } from '../models/openedGraph';
import type { KeyValueCache } from './keyValueCache';

/** The room grows by this many tokens. Unused room costs time, as it is multiplied too. */
const STEP = 64;

/** The keys of one layer [groups, width, room], or its values [groups, room, width]. */
interface LayerBuffer {
  readonly groups: number;
  readonly width: number;
  readonly isKey: boolean;
  data: Float32Array;
}

/**
 * The key/value cache of a graph of ours (`gguf/decoderGraph.ts`), which ignores what lies in its past behind
 * `past_length`. So a token adds its own numbers, and removing tokens moves none.
 */
export class KeyValuesWithRoom implements KeyValueCache {
  readonly #session: Graph['session'];
  readonly #buffers: ReadonlyMap<string, LayerBuffer>;
  readonly #maxTokens: number;
  #length = 0;
  /** How many tokens each buffer has room for. */
  #room = 0;

  /** @param maxTokens how many tokens fit */
  constructor({ session }: Graph, maxTokens: number) {
    const buffers = new Map<string, LayerBuffer>();
    for (const input of session.inputMetadata) {
      if (!input.isTensor || !input.name.startsWith('past_key_values.')) continue;
      const [, groups, , ...places] = input.shape as [number, number, number, number | string, number | string];
      const width = places.find((length) => typeof length === 'number') as number;
      buffers.set(input.name, { groups, width, isKey: places[0] === width, data: new Float32Array(0) });
    }
    this.#session = session;
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
    return { ...this.#tensors(), ...pastState(this.#session, this.#length, this.#room) };
  }

  /**
   * All inputs for texts that stand behind the first `length` tokens, each of which does not look at some of them.
   *
   * @param hidden indices of the tokens that each text does not look at [texts][any number]
   */
  inputsBehind(length: number, hidden: readonly (readonly number[])[]): Record<string, Tensor> {
    const seen = new Uint8Array(hidden.length * this.#room).fill(1);
    hidden.forEach((tokens, text) => tokens.forEach((token) => (seen[text * this.#room + token] = 0)));
    return { ...this.#tensors(), ...pastState(this.#session, length, this.#room, seen) };
  }

  #tensors(): Record<string, Tensor> {
    const room = this.#room;
    const entries = [...this.#buffers].map(([name, { groups, width, isKey, data }]) => {
      const dims = isKey ? [1, groups, 1, width, room] : [1, groups, 1, room, width];
      return [name, new Tensor('float32', data, dims)] as const;
    });
    return Object.fromEntries(entries);
  }

  cut(length: number): void {
    this.#length = Math.min(length, this.#length);
    const needed = roomFor(this.#length);
    if (needed + STEP < this.#room) this.#makeRoom(needed);
  }

  copyFrom(start: number): Record<string, Tensor> {
    const count = this.#length - start;
    const entries = [...this.#buffers].map(([name, buffer]) => {
      const { groups, width, isKey } = buffer;
      const data = new Float32Array(groups * width * count);
      const source = { data: buffer.data.subarray(start * (isKey ? 1 : width)), room: this.#room };
      copyTokens(buffer, source, { data, room: count }, count, 0);
      return [name, new Tensor('float32', data, isKey ? [1, groups, 1, width, count] : [1, groups, 1, count, width])];
    });
    return Object.fromEntries(entries) as Record<string, Tensor>;
  }

  grow(length: number, tensors: Readonly<Record<string, Tensor>>): void {
    if (length > this.#maxTokens)
      throw new RangeError(`The cache has room for ${this.#maxTokens} tokens, not for ${length}.`);
    if (length > this.#room) this.#makeRoom(Math.min(this.#maxTokens, roomFor(length)));
    const count = length - this.#length;
    for (const [name, buffer] of this.#buffers) {
      const added = { data: tensors[name]!.data as Float32Array, room: count };
      copyTokens(buffer, added, { data: buffer.data, room: this.#room }, count, this.#length);
    }
    this.#length = length;
  }

  #makeRoom(room: number): void {
    for (const buffer of this.#buffers.values()) {
      const data = new Float32Array(buffer.groups * buffer.width * room);
      copyTokens(buffer, { data: buffer.data, room: this.#room }, { data, room }, this.#length, 0);
      buffer.data = data;
    }
    this.#room = room;
  }
}

function roomFor(length: number): number {
  return Math.ceil(length / STEP) * STEP;
}

/** Tokens in a row-major tensor with room for `room` of them, which are the columns of keys and the rows of values. */
interface Tokens {
  readonly data: Float32Array;
  readonly room: number;
}

/** Copies the first `count` tokens of `from`, to place `place` of `to`. */
function copyTokens(
  { groups, width, isKey }: LayerBuffer,
  from: Tokens,
  to: Tokens,
  count: number,
  place: number,
): void {
  const [rows, step] = isKey ? [groups * width, 1] : [groups, width];
  for (let row = 0; row < rows; row++) {
    const start = row * from.room * step;
    const target = (row * to.room + place) * step;
    // The keys of a single token are thousands of single numbers, for which a view each would take longer than the copy.
    if (count * step === 1) to.data[target] = from.data[start]!;
    else to.data.set(from.data.subarray(start, start + count * step), target);
  }
}
