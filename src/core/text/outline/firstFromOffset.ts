/** Index of the first of some ascending spans that starts at or behind `offset`; their number when none does. */
export function firstFrom(spans: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
