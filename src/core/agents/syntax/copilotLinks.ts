import { parser } from '@lezer/markdown';
import type { Span } from '../../text/span';
import { outsideOf } from './outsideOf';

const CODE = new Set(['InlineCode', 'FencedCode']);

/** What instructions of GitHub Copilot link to, as it is written: “[text](path)” and “#file:path”, outside of code. */
export function linkedFilesIn(text: string): string[] {
  const code: Span[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (CODE.has(name)) code.push({ start: from, end: to });
    },
  });
  const found = text.matchAll(/(?<!!)\[[^\]\n]*\]\(([^)\n]+)\)|#file:(\S+)/g);
  return outsideOf(
    Array.from(found, ({ index, 1: link, 2: file }) => ({ index, path: (link ?? file)!.trim() })),
    code,
  )
    .map(({ path }) => path)
    .filter((path) => !/^[a-z][\w+.-]+:/i.test(path));
}
