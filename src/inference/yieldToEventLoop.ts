/** Lets the event loop handle waiting messages, such as cancellations, before the thread is blocked again. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
