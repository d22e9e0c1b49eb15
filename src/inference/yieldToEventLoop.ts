/** Lets messages in that wait for this thread, a cancellation among them. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
