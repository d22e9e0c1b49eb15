import type { Tensor } from 'onnxruntime-node';

/** The keys and values of the tokens that a decoder has read, by the names of the inputs that take them. */
export interface KeyValueCache {
  /** How many tokens are cached. */
  readonly length: number;
  /** Names of the inputs that take the keys and values. */
  readonly names: Iterable<string>;
  /** All inputs that tell a decoder what was read, valid until the cache next grows or shrinks. */
  inputs(): Record<string, Tensor>;
  /** Removes all but the first `length` tokens. */
  cut(length: number): void;
  /** A copy of the keys and values of all tokens from index `start` on, for `grow`. */
  copyFrom(start: number): Record<string, Tensor>;
  /**
   * Grows to `length` tokens.
   *
   * @param tensors keys and values of the last tokens
   */
  grow(length: number, tensors: Readonly<Record<string, Tensor>>): void;
}
