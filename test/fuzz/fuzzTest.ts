import assert from 'node:assert/strict';
import type { FuzzFigures } from './figures';

/** LEFT_CONTEXT_FUZZ=20 runs twenty times as many cases, LEFT_CONTEXT_SEED=7 different ones. */
const TIMES = Number(process.env['LEFT_CONTEXT_FUZZ'] ?? 1);
const SEED = Number(process.env['LEFT_CONTEXT_SEED'] ?? 1);

/** Number of failures that a message lists. */
const MAX_LISTED = 8;

/** Adds a test that runs a domain's cases and prints their results. */
export function fuzzTest(
  name: string,
  run: (cases: number, seed: number) => Promise<FuzzFigures>,
  cases: number,
): void {
  test(name, async function () {
    this.timeout(0);
    const figures = await run(Math.ceil(cases * TIMES), SEED);
    console.log(`      ${lineOf(figures)}`);
    assert.ok(figures.cases > 0, 'no case was run');
    const { failures } = figures;
    const listed = failures.slice(0, MAX_LISTED).join('\n');
    assert.equal(failures.length, 0, `${failures.length} of ${figures.cases} cases failed, seed ${SEED}:\n${listed}`);
  });
}

function lineOf({ domain, cases, failures, longestMs, longestCase, crashes }: FuzzFigures): string {
  const ended =
    crashes === undefined
      ? ''
      : `, ${crashes.length} processes crashed ${crashes.map((each) => `(${each.slice(0, 120)})`).join(' ')}`;
  return `${domain}: ${cases} cases, ${failures.length} failures${ended}; longest ${longestMs} ms: ${longestCase.slice(0, 160)}`;
}
