import type { Span } from '../text/span';

/** Most groups: each is left out once to see what that changes. */
const MOST = 12;
/** So few words, such as “For example:”, may well stand more than once. */
const FEW_WORDS = 2;
/** Headings, rows of tables and tags of templates may well be built alike. */
const BUILT_ALIKE = /^\s*(?:#{1,6}\s|\||\{[{%])/;
const LIST_MARKER = /^\s*(?:[-*+]|\d+[.)])\s+/;
const EMPHASIS = /(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1/g;
const END_OF_SENTENCE = /[.!;:,]+$/;

/** Groups of parts that say the same in the same words; letter case, emphasis, list markers and final marks make no difference. */
export function repeatedParts(text: string, parts: readonly (Span & { readonly part: number })[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const { part, start, end } of parts) {
    const own = text.slice(start, end);
    const words = own.match(/\p{L}[\p{L}\p{N}]*/gu) ?? [];
    if (words.length <= FEW_WORDS || BUILT_ALIKE.test(own)) continue;
    const key = plain(own);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].filter(({ length }) => length > 1).slice(0, MOST);
}

/** A part without what makes no difference. Signs within it stay: −5 is not 5. */
function plain(part: string): string {
  return part
    .replace(LIST_MARKER, '')
    .replace(EMPHASIS, '$2')
    .trim()
    .replace(END_OF_SENTENCE, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}
