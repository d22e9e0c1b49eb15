import type { Span } from '../text/span';
import { isBlank } from './lineBounds';
import type { Outline } from './promptOutline';

/** Extends a block by the heading above it when the block is all that is under that heading. */
export function withEmptyHeading({ text, headings }: Outline, { start, end }: Span): Span {
  const above = headings.findLast((heading) => heading.start < start);
  if (!above || !above.isAlone || !isBlank(text, above.end, start)) return { start, end };
  const next = headings.find((heading) => heading.start >= end)?.start ?? text.length;
  const isNextSection = next === text.length || headings.some((heading) => heading.start === next && heading.level > 0);
  if (!isNextSection || !isBlank(text, end, next)) return { start, end };
  const isLast = isBlank(text, end, text.length);
  return {
    start: isLast ? text.slice(0, above.start).trimEnd().length : above.start,
    end: isLast ? text.length : next,
  };
}
