/** Returns the pending or finished load of `id`, or starts one. A failed load is tried again next time. */
export function loadOnce<T>(loading: Map<string, Promise<T>>, id: string, load: () => Promise<T>): Promise<T> {
  const started = loading.get(id);
  if (started) return started;
  const promise = load();
  loading.set(id, promise);
  promise.catch(() => loading.delete(id));
  return promise;
}
