import assert from 'node:assert/strict';

/** A word put into texts. No error message may contain it: errors are logged, and prompts must never be. */
export const CANARY = 'zyxquorble';

/** The answer to a request; undefined when it was refused with a proper message. Throws for any other refusal. */
export async function answerOf<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    checkRefusal(error);
    return undefined;
  }
}

/** Throws unless an error's message is a sentence for people that does not repeat the text. */
export function checkRefusal(error: unknown): void {
  assert.ok(error instanceof Error, `rejected with ${typeof error}`);
  const { message } = error;
  assert.ok(!message.includes(CANARY), `repeats the text: ${message}`);
  assert.match(message, /^.{10,}[.!?]["”’)]*$/s, `not a sentence: ${message}`);
  assert.doesNotMatch(message, UGLY, `ugly: ${message}`);
}

/** Phrases of JavaScript engines that reveal an unhandled case. */
const UGLY = new RegExp(
  [
    String.raw`undefined|NaN|\[object|call stack|out of memory|JSON at`,
    String.raw`is not (a function|iterable|defined)|Cannot (read|convert|destructure|access|set)`,
    String.raw`[Ii]nvalid (array|typed|string) length|Unexpected (token|end)`,
  ].join('|'),
);
