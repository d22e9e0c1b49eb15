/**
 * The same object with each typed array in a buffer of its own size: what has come from another process may be a view of
 * a larger message, and posting a view posts all of its buffer.
 */
export function compactBuffers<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, entry]: [string, unknown]) => [key, owned(entry)]);
  return Object.fromEntries(entries) as T;
}

function owned(entry: unknown): unknown {
  if (!(entry instanceof Float32Array || entry instanceof Int32Array || entry instanceof Uint8Array)) return entry;
  if (entry.byteLength === entry.buffer.byteLength) return entry;
  // Not slice(): a Buffer's slice is a view again, and webviews do not know Buffers.
  return entry instanceof Uint8Array ? Uint8Array.from(entry) : entry.slice();
}
