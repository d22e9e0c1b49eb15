/** Runs a request again if it fails: an inference process that died in mid-request is restarted by the next one. */
export async function retryOnce<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await request();
  } catch {
    signal.throwIfAborted();
    return request();
  }
}
