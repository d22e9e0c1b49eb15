import type { Span } from '../text/span';

/** Most groups: each is left out once to see what that changes. */
const MOST = 12;
/** So few words, such as “For example:”, may well stand more than once. */
const FEW_WORDS = 2;
const HEADING = /^\s*#{1,6}\s/;
const NUMBER_OF_ITEM = /^\s*\d+[.)]\s+/;

/** Groups of parts that say the same in the same words; letter case, marks and numbers of list items make no difference. */
export function repeatedParts(text: string, parts: readonly (Span & { readonly part: number })[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const { part, start, end } of parts) {
    const own = text.slice(start, end);
    const words =
      own
        .replace(NUMBER_OF_ITEM, '')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    // Sections may well be built alike.
    if (words.length <= FEW_WORDS || HEADING.test(own)) continue;
    const key = words.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].filter(({ length }) => length > 1).slice(0, MOST);
}
