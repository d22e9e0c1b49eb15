import { parser } from '@lezer/markdown';

const CODE = new Set(['InlineCode', 'FencedCode']);

/** What instructions of GitHub Copilot link to, as it is written: “[text](path)” and “#file:path”, outside of code. */
export function linkedFilesIn(text: string): string[] {
  const code: [number, number][] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (CODE.has(name)) code.push([from, to]);
    },
  });
  const found = text.matchAll(/(?<!!)\[[^\]\n]*\]\(([^)\n]+)\)|#file:(\S+)/g);
  return Array.from(found, ({ index, 1: link, 2: file }) => ({ index, path: (link ?? file)!.trim() }))
    .filter(({ index }) => !code.some(([from, to]) => index >= from && index < to))
    .map(({ path }) => path)
    .filter((path) => !/^[a-z][\w+.-]+:/i.test(path));
}
