import { parser } from '@lezer/markdown';
import type { Span } from '../../text/span';
import { outsideOf } from './outsideOf';

const CODE = new Set(['InlineCode', 'FencedCode', 'CodeBlock']);

/**
 * The paths that a text of Claude Code imports, as they are written: “@path” behind white space, outside of code. Spaces in a
 * path are written with a backslash; a path in quotes is none.
 */
export function claudeImportsIn(text: string): string[] {
  const found = Array.from(text.matchAll(/(?<=^|\s)@((?:\\ |[^\s\\])+)/g), ({ index, 1: path }) => ({
    index,
    path: path!,
  }));
  return outsideOf(found, codeIn(text))
    .map(({ path }) => path.replaceAll('\\ ', ' '))
    .filter((path) => /^(?:\.{0,2}\/|~\/|[\p{L}\p{N}._-])/u.test(path));
}

function codeIn(text: string): Span[] {
  const spans: Span[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (CODE.has(name)) spans.push({ start: from, end: to });
    },
  });
  return spans;
}
