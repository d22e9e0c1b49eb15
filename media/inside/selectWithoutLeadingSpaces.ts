import type { Span } from '../../src/core/text/span';

/** The span of a unit to select in the editor: a GPT's tokens start with the space before a word, which is left out. */
export function withoutLeadingSpaces(text: string, { start, end }: Span): Span {
  const spaces = /^\s*(?=\S)/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start: start + spaces, end };
}
