/** “I will explain” stays true wherever the explanation stands, so nothing needs to move. */
const PROMISE = /^(?:that |which )?(?:I|we)\b/i;

/** Whether a reference promises to give something later: “I will explain”, “which we show”. */
export function isPromise(words: string): boolean {
  return PROMISE.test(words);
}
