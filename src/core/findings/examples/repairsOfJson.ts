import { quotationMarks, quotedJson } from './quotationMarksInJson';
import type { JsonError, JsonRepair } from './jsonRepair';

/** Marks of other keyboards, and what JSON has instead. */
const FULL_WIDTH: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '：': ':',
  '｛': '{',
  '｝': '}',
  '［': '[',
  '］': ']',
  '【': '[',
  '】': ']',
  '＂': '"',
};

/** Guesses, the likeliest first; the caller tries which of them makes the text parse. */
export function repairsOfJson(text: string, strict: string, { code, offset }: JsonError): JsonRepair[] {
  const end = strict.slice(0, offset).trimEnd().length;
  const [before, at] = [strict[end - 1], strict[offset]];
  return [
    ...markOfOtherKeyboard(text, offset),
    ...commas(text, strict, end, offset),
    ...colon(text, strict, end, { code, offset }),
    ...quotedJson(text, end - 1),
    ...(at === '}' || at === ']' || code.startsWith('Close') ? brackets(text, strict, offset, before === ',') : []),
    ...quotationMarks(text, offset),
    ...quotationMarks(text, end - 1),
  ];
}

function markOfOtherKeyboard(text: string, offset: number): JsonRepair[] {
  const mark = text[offset] ?? '';
  const own = FULL_WIDTH[mark];
  const title = (from: string, to: string) => `Replace ${from} by ${to}`;
  if (own !== undefined) {
    const edits = [{ offset, length: 1, text: own }];
    return [{ start: offset, end: offset + 1, what: `has ${mark} in place of ${own}`, title: title(mark, own), edits }];
  }
  const quoted = /^“[^“”"\n]{0,200}”/.exec(text.slice(offset, offset + 210))?.[0];
  if (quoted === undefined) return [];
  const edits = [offset, offset + quoted.length - 1].map((each) => ({ offset: each, length: 1, text: '"' }));
  return [
    {
      start: offset,
      end: offset + quoted.length,
      what: 'has curly quotation marks',
      title: title('“ ”', '" "'),
      edits,
    },
  ];
}

function commas(text: string, strict: string, end: number, offset: number): JsonRepair[] {
  const [before, at] = [strict[end - 1], strict[offset] ?? ''];
  if (before === ',' && /[}\],]/.test(at)) {
    // Which stands for more items: [1, /* others */].
    if (text.slice(end, offset).includes('/*')) return [];
    const what = at === ',' ? 'has two commas in a row' : 'has a comma behind the last item';
    return [
      { start: end - 1, end, what, title: 'Remove the comma', edits: [{ offset: end - 1, length: 1, text: '' }] },
    ];
  }
  if (!/["\d}\]el]/.test(before ?? '') || !/["{[\d]/.test(at)) return [];
  // What stands in a condition need not follow what stands before it.
  if (text.slice(end, offset).includes('{%')) return [];
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  const start = lineStart + /^\s*/.exec(text.slice(lineStart, end))![0].length;
  const edits = [{ offset: end, length: 0, text: ',' }];
  return [
    { start: Math.min(start, end - 1), end, what: 'lacks a comma behind this item', title: 'Add the comma', edits },
  ];
}

/** "key" {"a": 1} */
function colon(text: string, strict: string, end: number, { code, offset }: JsonError): JsonRepair[] {
  if (code !== 'ColonExpected' || strict[end - 1] !== '"' || !/["{[\d]/.test(strict[offset] ?? '')) return [];
  if (text.slice(end, offset).trim() !== '' || text.slice(end, offset).includes('\n')) return [];
  const start = strict.lastIndexOf('"', end - 2);
  const edits = [{ offset: end, length: 0, text: ':' }];
  return [{ start, end, what: 'lacks a colon behind this key', title: 'Add the colon', edits }];
}

function brackets(text: string, strict: string, offset: number, isBehindComma: boolean): JsonRepair[] {
  const open = openBrackets(strict.slice(0, offset));
  const innermost = open.at(-1);
  const at = offset < strict.length ? strict[offset]! : undefined;
  const isCutShort = at === undefined && /(?:\.{3}|…|\*\/)\s*$/.test(text);
  if (isBehindComma || isCutShort) return [];
  if (at === undefined) return open.length > 2 || open.length === 0 ? [] : [closeAtEnd(text, strict, open)];
  const replaced = { start: offset, end: offset + 1 };
  // The opening bracket can stand before.
  if (!innermost && strict.slice(offset + 1).trim() !== '') return [];
  if (!innermost)
    return [
      {
        ...replaced,
        what: `closes with one ${at} too many`,
        title: `Remove ${at}`,
        edits: [{ offset, length: 1, text: '' }],
      },
    ];
  const closer = CLOSERS[innermost.bracket]!;
  const where = { start: innermost.offset, end: innermost.offset + 1 };
  return [
    {
      ...where,
      what: `does not close this ${innermost.bracket}`,
      title: `Add ${closer}`,
      edits: [{ offset, length: 0, text: closer }],
    },
    {
      ...replaced,
      what: `has ${at} in place of ${closer}`,
      title: `Replace ${at} by ${closer}`,
      edits: [{ offset, length: 1, text: closer }],
    },
  ];
}

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

interface OpenBracket {
  readonly bracket: string;
  readonly offset: number;
}

function openBrackets(strict: string): OpenBracket[] {
  const open: OpenBracket[] = [];
  for (const { 0: part, index } of strict.matchAll(/"(?:[^"\\\n]|\\[^\n])*"|[{[\]}]/g))
    if (CLOSERS[part]) open.push({ bracket: part, offset: index });
    else if (part.length === 1) open.pop();
  return open;
}

function closeAtEnd(text: string, strict: string, open: readonly OpenBracket[]): JsonRepair {
  const end = strict.trimEnd().length;
  const closers = open.toReversed().map(({ bracket, offset }) => {
    const lineStart = text.lastIndexOf('\n', offset) + 1;
    return `\n${/^[ \t]*/.exec(text.slice(lineStart))![0]}${CLOSERS[bracket]}`;
  });
  const { bracket, offset } = open.at(-1)!;
  return {
    start: offset,
    end: offset + 1,
    what: `does not close this ${bracket}`,
    title: `Add ${closers.map((each) => each.trim()).join('')}`,
    edits: [{ offset: end, length: 0, text: closers.join('') }],
  };
}
