import type { Span } from './span';

/** The spans of [0, `length`) that ascending `spans` leave out. */
export function gapsBetween(spans: readonly Span[], length: number): Span[] {
  const ends = [0, ...spans.map(({ end }) => end)];
  const starts = [...spans.map(({ start }) => start), length];
  return ends.map((start, index) => ({ start, end: starts[index]! })).filter(({ start, end }) => end > start);
}
