/**
 * Copies an object so that each of its typed arrays has a buffer of exactly its size. An array from another process may
 * be a view of a larger message, and posting a view posts its whole buffer.
 */
export function compactBuffers<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, entry]: [string, unknown]) => [key, compacted(entry)]);
  return Object.fromEntries(entries) as T;
}

function compacted(entry: unknown): unknown {
  if (!(entry instanceof Float32Array || entry instanceof Int32Array || entry instanceof Uint8Array)) return entry;
  if (entry.byteLength === entry.buffer.byteLength) return entry;
  // Not slice(): a Buffer's slice is a view again, and webviews have no Buffers.
  return entry instanceof Uint8Array ? Uint8Array.from(entry) : entry.slice();
}
