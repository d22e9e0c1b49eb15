import type { Span } from '../../text/span';

/**
 * The items that begin outside of all spans, in time in proportion to both.
 *
 * @param items in the order of `index`
 * @param spans in order; they do not overlap
 */
export function outsideOf<T extends { readonly index: number }>(items: readonly T[], spans: readonly Span[]): T[] {
  let next = 0;
  return items.filter(({ index }) => {
    while (next < spans.length && spans[next]!.end <= index) next++;
    return next === spans.length || index < spans[next]!.start;
  });
}
