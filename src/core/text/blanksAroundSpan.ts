import type { Span } from './span';

/** The span without the white space at its start and end, empty when there is nothing else. */
export function withoutBlanksAround(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  const indent = inside.length - inside.trimStart().length;
  return { start: start + indent, end: start + Math.max(indent, inside.trimEnd().length) };
}
