/** One pass of a model that reads from left to right. */
export interface Pass {
  /** How many of the tokens read before it continues from. */
  readonly after: number;
  /** The tokens that it reads. */
  readonly ids: readonly number[];
}

/** One pass for all `ids` after `after` others. */
export function wholePass(ids: Int32Array, after = 0): Pass {
  return { after, ids: [...ids] };
}

/** One pass for each of the last `count` ids. */
export function singlePasses(ids: Int32Array, count: number): Pass[] {
  const first = ids.length - count;
  return Array.from({ length: count }, (_, index) => ({ after: first + index, ids: [ids[first + index]!] }));
}
