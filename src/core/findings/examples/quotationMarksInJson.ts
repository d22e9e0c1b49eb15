import type { Span } from '../../text/span';
import type { JsonRepair } from './jsonRepair';

/** What a line can look like that has a quotation mark too few or too many: what stands before it, and the mark. */
const QUOTES: readonly { readonly line: RegExp; readonly what: string; readonly isDoubled?: boolean }[] = [
  // "key: "value"
  {
    line: /^([ \t]*[{[]?[ \t]*"[\p{L}\p{N}_-]{1,60})()[ \t]*:[ \t]*["{[\d]/u,
    what: 'lacks the quotation mark behind this key',
  },
  // key": "value"
  { line: /^([ \t]*[{[]?[ \t]*)()[\p{L}\p{N}_-]{1,60}"[ \t]*:/u, what: 'lacks the quotation mark before this key' },
  // "key": "value
  {
    line: /^([ \t]*(?:"[^"\n]{1,80}"[ \t]*:[ \t]*)?"[^"\n]{1,400}?)()[ \t]*,?[ \t]*$/u,
    what: 'lacks a quotation mark behind this value',
  },
  // "key": value"
  {
    line: /^([ \t]*"[^"\n]{1,80}"[ \t]*:[ \t]*)()[\p{L}\p{N}_<][^"\n]{0,400}"[ \t]*,?[ \t]*$/u,
    what: 'lacks a quotation mark before this value',
  },
  // ""key": "value"
  {
    line: /^([ \t]*[{[]?[ \t]*")(")[\p{L}\p{N}_-]{1,60}"[ \t]*:/u,
    what: 'has a quotation mark too many',
    isDoubled: true,
  },
  { line: /^([ \t]*"[\p{L}\p{N}_-]{1,60}")(")[ \t]*:/u, what: 'has a quotation mark too many', isDoubled: true },
  // "key": "value""
  {
    line: /^([ \t]*(?:"[^"\n]{1,80}"[ \t]*:[ \t]*)?"[^"\n]{1,400}")(")[ \t]*,?[ \t]*$/u,
    what: 'has a quotation mark too many',
    isDoubled: true,
  },
];

/** Guesses at what is wrong with the quotation marks of the line at `offset`. */
export function quotationMarks(text: string, offset: number): JsonRepair[] {
  const { line, lineStart } = lineAt(text, offset);
  const repairs = QUOTES.flatMap(({ line: pattern, what, isDoubled }): JsonRepair[] => {
    const [, before, doubled] = pattern.exec(line) ?? [];
    if (before === undefined) return [];
    // A string that goes on on the next line.
    if (what.endsWith('behind this value') && /^\s*[^\s"}\]]/.test(text.slice(lineStart + line.length).slice(0, 300)))
      return [];
    const place = lineStart + before.length;
    const span = isDoubled ? { start: place, end: place + 1 } : visible(lineStart, line);
    const edit = { offset: place, length: doubled!.length, text: isDoubled ? '' : '"' };
    return [
      { ...span, what, title: isDoubled ? 'Remove the quotation mark' : 'Add the quotation mark', edits: [edit] },
    ];
  });
  return [...repairs, ...quotesInString(line, lineStart, offset)];
}

/** "key": "He said "yes" and left". A string ends where a key, a bracket or the end of the line follows. */
const STRING_WITH_QUOTES =
  /("[^"\n]{1,80}"[ \t]*:[ \t]*|(?:^|[[,])[ \t]*(?="[^"\n]*"(?![ \t]*:)))"((?:[^"\n]|"(?![ \t]*(?:,[ \t]*"[^"\n]{1,80}"[ \t]*:|[}\]]{0,9}[ \t]*,?[ \t]*(?:$|\/\/|#))))*)"/g;

/** 'one", "two' */
const MIXED_UP = /(?:^|[\s([,])'[\p{L}\p{N} _-]{1,40}"/u;

function quotesInString(line: string, lineStart: number, offset: number): JsonRepair[] {
  return [...line.matchAll(STRING_WITH_QUOTES)].flatMap(({ 1: before, 2: inside, index }) => {
    const end = lineStart + index + before!.length + inside!.length + 2;
    if (offset < lineStart + index || offset > end) return [];
    const quotes = [...inside!.matchAll(/(?<!\\)"/g)].map((quote) => quote.index);
    const isPaired =
      quotes.length % 2 === 0 && /(?:^|[\s(=])"[^\s",:|]/.test(inside!.slice(Math.max(0, quotes[0]! - 1)));
    const isMixedUp = MIXED_UP.test(inside!);
    if (quotes.length === 0 || (!isPaired && !isMixedUp)) return [];
    const start = lineStart + index + before!.length + 1;
    return [
      {
        start: start + quotes[0]!,
        end: start + quotes.at(-1)! + 1,
        what: 'has quotation marks inside of a string',
        title: isMixedUp ? undefined : 'Put a backslash before them',
        edits: quotes.map((quote) => ({ offset: start + quote, length: 0, text: '\\' })),
      },
    ];
  });
}

/** "key": "[{"a": 1}]" */
const QUOTED_JSON = /("[^"\n]{1,80}"[ \t]*:[ \t]*)"([[{](?=[ \t]*["{])[^\n]{1,600}[\]}])"(?=[ \t]*,?[ \t]*$)/;

/** Quotation marks around a list or an object on the line at `offset` that has some itself. */
export function quotedJson(text: string, offset: number): JsonRepair[] {
  const { line, lineStart } = lineAt(text, offset);
  const found = QUOTED_JSON.exec(line);
  if (!found) return [];
  const [, before, inside] = found;
  const start = lineStart + found.index + before!.length;
  const end = start + inside!.length + 2;
  const edits = [start, end - 1].map((each) => ({ offset: each, length: 1, text: '' }));
  const what = `has quotation marks around ${inside!.startsWith('[') ? 'a list' : 'an object'}`;
  return [{ start, end, what, title: 'Remove the quotation marks', edits }];
}

function lineAt(text: string, offset: number): { readonly line: string; readonly lineStart: number } {
  const lineStart = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const lineEnd = text.indexOf('\n', lineStart) < 0 ? text.length : text.indexOf('\n', lineStart);
  return { line: text.slice(lineStart, Math.min(lineEnd, lineStart + 1000)), lineStart };
}

function visible(lineStart: number, line: string): Span {
  const trimmed = line.trim();
  const start = lineStart + line.indexOf(trimmed);
  return { start, end: start + trimmed.length };
}
