/** One comparison of a bench; times are medians, shares 0 to 1. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly against: number;
  /** How many times better `value` is than `against`. */
  readonly ratio: number;
  /** The least ratio that is good enough. */
  readonly goal: number;
  readonly met: boolean;
}

/** Runs a comparison, on `file` where the bench takes one; `quick` ends within 45 s. */
export type Bench = (quick: boolean, file: string | undefined) => Promise<Row[]>;

export function lowerIsBetter(what: string, value: number, against: number, goal: number): Row {
  return row(what, value, against, against / value, goal);
}

export function higherIsBetter(what: string, value: number, against: number, goal: number): Row {
  return row(what, value, against, value / against, goal);
}

function row(what: string, value: number, against: number, ratio: number, goal: number): Row {
  return { what, value, against, ratio, goal, met: ratio >= goal };
}

/** Milliseconds each of two ways takes, run in turn so that both meet the same machine. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<{ ours: number; theirs: number }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  const time = async (job: () => Promise<unknown>) => {
    const start = performance.now();
    await job();
    return performance.now() - start;
  };
  for (let round = 0; round <= rounds; round++) {
    const [a, b] = [await time(ours), await time(theirs)];
    // The first round warms up.
    if (round > 0) {
      times.ours.push(a);
      times.theirs.push(b);
    }
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest of `values` that a `share` of them do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
