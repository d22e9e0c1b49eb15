/** How many of the ascending `offsets` are below `limit`, by binary search. */
export function countBelow(offsets: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
