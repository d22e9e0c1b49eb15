/** One comparison of a bench. Times are medians unless `what` says otherwise; shares are 0 to 1. */
export interface Row {
  /** What is measured, in which unit, and against what. */
  readonly what: string;
  /** Our measurement. */
  readonly value: number;
  /** What it is compared with: another measurement, or a goal. */
  readonly against: number;
  /** How many times better `value` is than `against`. */
  readonly ratio: number;
  /** Minimum ratio to reach. */
  readonly goal: number;
  readonly met: boolean;
}

/**
 * Runs a bench, on `file` if it takes one. With `quick`, it takes at most 45 s. A bench that takes long gives its rows in parts, as soon as
 * it has them.
 */
export type Bench = (quick: boolean, file: string | undefined) => Promise<Row[]> | AsyncIterable<Row[]>;

/** A row for a time, a size or an error. */
export function lowerIsBetter(what: string, value: number, against: number, goal: number): Row {
  return row(what, value, against, against / value, goal);
}

/** A row for a share or a count of successes. */
export function higherIsBetter(what: string, value: number, against: number, goal: number): Row {
  return row(what, value, against, value / against, goal);
}

/** A row for a count that must reach `total`. */
export function all(what: string, value: number, total: number): Row {
  return higherIsBetter(what, value, total, 1);
}

/** A row for a count that must be 0. */
export function none(what: string, value: number): Row {
  return { what, value, against: 0, ratio: value === 0 ? 1 : 0, goal: 1, met: value === 0 };
}

/** A row for a figure without a goal. */
export function figure(what: string, value: number): Row {
  return { what, value, against: value, ratio: 1, goal: 0, met: true };
}

function row(what: string, value: number, against: number, ratio: number, goal: number): Row {
  return { what, value, against, ratio, goal, met: ratio >= goal };
}

/** Median milliseconds of two functions, run alternately so that both see the same load on the machine. */
export async function timeAlternately(
  rounds: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<{ ours: number; theirs: number }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  const time = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  for (let round = 0; round <= rounds; round++) {
    const [our, their] = [await time(ours), await time(theirs)];
    // The first round warms up.
    if (round > 0) {
      times.ours.push(our);
      times.theirs.push(their);
    }
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The `share` quantile of `values`, interpolated between two of them: 0.5 for the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (position - Math.floor(position)) * (above - below);
}
