import assert from 'node:assert/strict';
import type { FuzzFigures } from './figures';

/** LEFT_CONTEXT_FUZZ=20 plays twenty times as many cases, LEFT_CONTEXT_SEED=7 others. */
const TIMES = Number(process.env['LEFT_CONTEXT_FUZZ'] ?? 1);
const SEED = Number(process.env['LEFT_CONTEXT_SEED'] ?? 1);

/** How many failures a message lists. */
const LISTED = 8;

/** A test that plays a domain's cases and prints what came of them. */
export function fuzzTest(
  name: string,
  run: (cases: number, seed: number) => Promise<FuzzFigures>,
  cases: number,
): void {
  test(name, async function () {
    this.timeout(0);
    const figures = await run(Math.ceil(cases * TIMES), SEED);
    console.log(`      ${lineOf(figures)}`);
    assert.ok(figures.cases > 0, 'nothing was played');
    const { failures } = figures;
    const listed = failures.slice(0, LISTED).join('\n');
    assert.equal(failures.length, 0, `${failures.length} of ${figures.cases} cases failed, seed ${SEED}:\n${listed}`);
  });
}

function lineOf({ what, cases, failures, longestMs, longestCase, deaths }: FuzzFigures): string {
  const ended =
    deaths === undefined
      ? ''
      : `, ${deaths.length} processes ended ${deaths.map((each) => `(${each.slice(0, 120)})`).join(' ')}`;
  return `${what}: ${cases} cases, ${failures.length} failures${ended}; longest ${longestMs} ms: ${longestCase.slice(0, 160)}`;
}
