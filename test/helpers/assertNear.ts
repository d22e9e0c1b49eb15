import assert from 'node:assert/strict';

/** Checks that numbers are equal within `within`. */
export function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string, within = 1e-4): void {
  assert.equal(actual.length, expected.length, `length of ${what}`);
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs(actual[index]! - expected[index]!);
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(largest)) break;
  }
  assert.ok(largest <= within, `${what}: largest difference ${largest}`);
}
