/** Lets messages in that wait for this thread, a cancellation among them. */
export function eventsSeen(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
