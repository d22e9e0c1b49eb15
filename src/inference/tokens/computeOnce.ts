/** Returns a function that calls `make` the first time and returns its result every time. */
export function computeOnce<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
