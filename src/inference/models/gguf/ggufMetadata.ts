import { GgufError } from './ggufError';
import type { GgufValue } from './ggufHeader';

/** Typed access to a GGUF file's metadata. Each method throws an Error that names the key when it is of another type. */
export class GgufMetadata {
  readonly #values: ReadonlyMap<string, GgufValue>;

  constructor(values: ReadonlyMap<string, GgufValue>) {
    this.#values = values;
  }

  /** A positive number. */
  number(key: string): number {
    const value = this.#values.get(key);
    if (typeof value === 'number' && value > 0) return value;
    throw new GgufError(value === undefined ? `its metadata has no ${key}` : `its metadata has a wrong ${key}`);
  }

  numberOr<T>(key: string, otherwise: T): number | T {
    const value = this.#values.get(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'number') return value;
    throw new GgufError(`its metadata has a wrong ${key}`);
  }

  text(key: string): string {
    const value = this.textOr(key, undefined);
    if (value === undefined) throw new GgufError(`its metadata has no ${key}`);
    return value;
  }

  textOr<T>(key: string, otherwise: T): string | T {
    const value = this.#values.get(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'string') return value;
    throw new GgufError(`its metadata has a wrong ${key}`);
  }

  flagOr(key: string, otherwise: boolean): boolean {
    const value = this.#values.get(key);
    return typeof value === 'boolean' ? value : otherwise;
  }

  texts(key: string): readonly string[] {
    const value = this.#values.get(key);
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value as string[];
    throw new GgufError(`its metadata has no list ${key}`);
  }

  numbers(key: string): readonly number[] {
    const value = this.#values.get(key);
    if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value as number[];
    throw new GgufError(`its metadata has no list ${key}`);
  }
}
