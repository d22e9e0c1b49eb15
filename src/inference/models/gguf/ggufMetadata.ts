import { GgufError } from './ggufError';
import type { GgufValue } from './ggufHeader';

/** Longer than any dimension, vocabulary or context; a file that claims more is damaged. */
const MAX_COUNT = 2 ** 28;

/**
 * Typed access to a GGUF file's metadata. Each method throws a GgufError that names the key when its value is missing or
 * of another kind; those whose names end in `Or` return their second argument when it is missing.
 */
export class GgufMetadata {
  readonly #values: ReadonlyMap<string, GgufValue>;

  constructor(values: ReadonlyMap<string, GgufValue>) {
    this.#values = values;
  }

  /** A whole number above 0. */
  count(key: string): number {
    return this.#required(key, this.countOr(key, undefined));
  }

  countOr<T>(key: string, otherwise: T): number | T {
    return this.#valueOr(key, isCount, otherwise);
  }

  /** A finite number above 0. */
  number(key: string): number {
    return this.#required(key, this.numberOr(key, undefined));
  }

  numberOr<T>(key: string, otherwise: T): number | T {
    return this.#valueOr(key, isPositive, otherwise);
  }

  text(key: string): string {
    return this.#required(key, this.textOr(key, undefined));
  }

  textOr<T>(key: string, otherwise: T): string | T {
    return this.#valueOr(key, isText, otherwise);
  }

  flagOr(key: string, otherwise: boolean): boolean {
    return this.#valueOr(key, isFlag, otherwise);
  }

  texts(key: string): readonly string[] {
    return this.#required(key, this.#valueOr(key, isListOf(isText), undefined));
  }

  numbers(key: string): readonly number[] {
    return this.#required(key, this.#valueOr(key, isListOf(isNumber), undefined));
  }

  /** The item of `list` whose index is the value. */
  itemOr<I, T>(key: string, list: readonly I[], otherwise: T): I | T {
    const index = this.#valueOr(key, isNumber, undefined);
    if (index === undefined) return otherwise;
    if (index in list) return list[index]!;
    throw wrong(key);
  }

  #required<T>(key: string, value: T | undefined): T {
    if (value === undefined) throw new GgufError(`its metadata has no ${key}`);
    return value;
  }

  #valueOr<V extends GgufValue, T>(key: string, isRight: (value: GgufValue) => value is V, otherwise: T): V | T {
    const value = this.#values.get(key);
    if (value === undefined) return otherwise;
    if (isRight(value)) return value;
    throw wrong(key);
  }
}

const wrong = (key: string) => new GgufError(`its metadata has a wrong ${key}`);

const isText = (value: GgufValue) => typeof value === 'string';
const isFlag = (value: GgufValue) => typeof value === 'boolean';
const isNumber = (value: GgufValue) => typeof value === 'number';
const isPositive = (value: GgufValue): value is number => isNumber(value) && value > 0 && value < Infinity;
const isCount = (value: GgufValue): value is number =>
  isPositive(value) && Number.isInteger(value) && value <= MAX_COUNT;

function isListOf<V extends GgufValue>(isRight: (value: GgufValue) => value is V) {
  return (value: GgufValue): value is readonly V[] => Array.isArray(value) && value.every(isRight);
}
