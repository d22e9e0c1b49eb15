/** Values that are invalid in most messages. */
const STRANGE: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, -1, 0.5, 3, 1e9, 2 ** 53, -1e308, NaN, Infinity, -Infinity],
  ...[
    '',
    'a',
    '__proto__',
    '../../etc/passwd',
    '<img src=x onerror="document.title=1">',
    '\ud800\u0000',
    'x'.repeat(5_000),
  ],
  ...[[], {}, [[]], [null], { type: 'maps' }, { length: 4_294_967_295 }, new Float32Array(3), new Int32Array(0)],
  ...[new Uint8Array(64), new ArrayBuffer(8), new Date(0), new Map(), new Error('no')],
];

type Random = () => number;

/** A copy of `value` with one to three changes. Does not change `value`. */
export function mutated(value: unknown, random: Random): unknown {
  let result = value;
  for (let changes = 1 + below(3, random); changes > 0; changes--) result = changedAnywhere(result, random);
  return result;
}

/** Any of `values`. */
export function anyOf<T>(values: readonly T[], random: Random): T {
  return values[below(values.length, random)]!;
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** Changes a randomly chosen part of the value, at any depth. */
function changedAnywhere(value: unknown, random: Random): unknown {
  const keys = isContainer(value) ? Object.keys(value) : [];
  if (keys.length === 0 || random() < 0.25) return changed(value, random);
  const key = anyOf(keys, random);
  const copy = copyOf(value as Record<string, unknown>);
  copy[key] = changedAnywhere(copy[key], random);
  return copy;
}

function changed(value: unknown, random: Random): unknown {
  if (ArrayBuffer.isView(value) && random() < 0.7) return resized(value as Float32Array, random);
  if (!isContainer(value) || random() < 0.4) return anyOf(STRANGE, random);
  const copy = copyOf(value);
  const key = anyOf([...Object.keys(copy), 'another'], random);
  if (Array.isArray(copy)) {
    const rest = copy.slice(below(copy.length + 1, random));
    return random() < 0.5 ? rest : [...(copy as unknown[]), ...rest];
  }
  if (random() < 0.5) delete copy[key];
  else copy[key] = anyOf(STRANGE, random);
  return copy;
}

/** A typed array of another length, or of strange numbers. */
function resized(array: Float32Array, random: Random): Float32Array {
  const kind = array.constructor as Float32ArrayConstructor;
  if (random() < 0.5) return new kind(below(2 * array.length + 2, random));
  return kind.from(array, () => anyOf([NaN, Infinity, -1, 0, 1e9], random));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || value.constructor === Object);
}

function copyOf(value: Record<string, unknown>): Record<string, unknown> {
  return (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
}
