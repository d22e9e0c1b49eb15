import assert from 'node:assert/strict';

/** A word that stands in texts; no error may say it again, for errors are logged and prompts never are. */
export const CANARY = 'zyxquorble';

/** What a request gave; undefined when it was refused in a sentence that says nothing of the text. Throws otherwise. */
export async function answerOf<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    checkRefusal(error);
    return undefined;
  }
}

/** Throws when a request was not refused in words meant for people. */
export function checkRefusal(error: unknown): void {
  assert.ok(error instanceof Error, `rejected with ${typeof error}`);
  const { message } = error;
  assert.ok(!message.includes(CANARY), `says the text again: ${message}`);
  assert.match(message, /^.{10,}[.!?]["”’)]*$/s, `no sentence: ${message}`);
  assert.doesNotMatch(message, UGLY, `ugly: ${message}`);
}

/** What engines say when something was not thought of. */
const UGLY = new RegExp(
  [
    String.raw`undefined|NaN|\[object|call stack|out of memory|JSON at`,
    String.raw`is not (a function|iterable|defined)|Cannot (read|convert|destructure|access|set)`,
    String.raw`[Ii]nvalid (array|typed|string) length|Unexpected (token|end)`,
  ].join('|'),
);
