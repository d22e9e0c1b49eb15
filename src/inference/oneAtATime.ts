/** Runs work in the order of the calls, each after the one before has ended. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** For state that changes in several steps, between which other requests may run. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
