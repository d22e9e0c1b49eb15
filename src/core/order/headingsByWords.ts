import { firstFrom } from './firstFromOffset';
import { stemsOf } from './matchWordsByStem';
import type { Heading } from './recognizeHeading';

/** Headings by the word stems of their titles, each in the order of the text. */
export type HeadingsByStem = ReadonlyMap<string, readonly Heading[]>;

export function headingsByStem(headings: readonly Heading[]): HeadingsByStem {
  const byStem = new Map<string, Heading[]>();
  for (const heading of headings)
    for (const stem of new Set(heading.stems)) {
      const others = byStem.get(stem);
      if (others) others.push(heading);
      else byStem.set(stem, [heading]);
    }
  return byStem;
}

/**
 * The headings at or behind `from` that share a word stem with `reference`, the first and the last one: “Categories” for
 * “the category list below”. Undefined without any.
 */
export function headingsAbout(
  byStem: HeadingsByStem,
  reference: string,
  from: number,
): { first: Heading; last: Heading } | undefined {
  let found: { first: Heading; last: Heading } | undefined;
  for (const stem of new Set(stemsOf(reference))) {
    const headings = byStem.get(stem) ?? [];
    const first = headings[firstFrom(headings, from)];
    if (!first) continue;
    const last = headings.at(-1)!;
    found = {
      first: found && found.first.start <= first.start ? found.first : first,
      last: found && found.last.start >= last.start ? found.last : last,
    };
  }
  return found;
}
