/** One comparison of a bench; times are medians. */
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

/** Runs a comparison; `quick` ends within 45 s. */
export type Bench = (quick: boolean) => Promise<Row[]>;

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

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
