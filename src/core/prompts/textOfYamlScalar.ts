import type { Scalar } from 'yaml';
import type { Span } from '../text/span';
import { charactersOfYamlText } from './charactersOfYamlText';
import { stretchesOf, type Stretch } from './stretchesInFile';

/** A text in a YAML file. Offsets are in UTF-16 units. */
export interface ScalarText {
  readonly text: string;
  /** Where it is written, without its quotes. */
  readonly span: Span;
  /** What of the text the file spells letter for letter: everything, unless lines are folded or characters escaped. */
  readonly stretches: readonly Stretch[];
}

/** The text of a scalar with the string `value`. */
export function textOfYamlScalar(file: string, value: string, { range, type }: Scalar): ScalarText | undefined {
  if (!range) return undefined;
  const [start, end] = range;
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return textOfBlock(file, value, start, end);
  const quote = type === 'PLAIN' ? 0 : 1;
  const span = { start: start + quote, end: end - quote };
  return { text: value, span, stretches: stretchesIn(file, value, span, [span]) };
}

/** A block starts below the line with `|` or `>`, and its lines are indented. */
function textOfBlock(file: string, value: string, start: number, end: number): ScalarText | undefined {
  const span = { start: file.indexOf('\n', start) + 1, end };
  if (span.start === 0 || span.start > end) return undefined;
  // A last line without a line break has none in PyYAML either; our parser adds one.
  const isUnfinished = end === file.length && !file.endsWith('\n');
  const text = isUnfinished && value.endsWith('\n') ? value.slice(0, -1) : value;
  const lines = partsOfLines(file, span, indentationOf(file, span, text), text.length);
  return { text, span, stretches: stretchesIn(file, text, span, lines) };
}

/** `parts` are right unless the file folds lines or escapes characters. */
function stretchesIn(file: string, text: string, span: Span, parts: readonly Span[]): Stretch[] {
  const isSpelled = parts.map(({ start, end }) => file.slice(start, end)).join('') === text;
  return isSpelled ? stretchesOf(parts) : stretchesByCharacters(file, text, span);
}

/** White space aside, a text has the characters that are written in the file, in the same order. */
function stretchesByCharacters(file: string, text: string, span: Span): Stretch[] {
  const stretches: Stretch[] = [];
  const characters = [...text.matchAll(/\S/gu)];
  const written = charactersOfYamlText(file, span).filter(({ isBlank }) => !isBlank);
  for (const [index, { 0: character, index: start }] of characters.entries()) {
    const inFile = written[index]?.start ?? span.end;
    if (!file.startsWith(character, inFile)) continue;
    const last = stretches.at(-1);
    const end = start + character.length;
    const follows = last && file.slice(last.inFile + last.end - last.start, inFile) === text.slice(last.end, start);
    if (follows) stretches[stretches.length - 1] = { ...last, end };
    else stretches.push({ start, end, inFile });
  }
  return stretches;
}

/** The first line that is not blank shows how many columns are no part of the text. */
function indentationOf(file: string, span: Span, text: string): number {
  const isWritten = (line: string) => line.trim() !== '';
  const source = file.slice(span.start, span.end).split(/\r?\n/).find(isWritten) ?? '';
  const read = text.split('\n').find(isWritten) ?? '';
  return Math.max(0, source.length - read.length);
}

/** The lines of a span without their indentation and carriage returns, until they have `length` UTF-16 units. */
function partsOfLines(file: string, { start, end }: Span, indentation: number, length: number): Span[] {
  const parts: Span[] = [];
  let missing = length;
  const add = (from: number, to: number) => {
    const part = { start: from, end: Math.min(to, from + missing) };
    if (part.end <= part.start) return;
    missing -= part.end - part.start;
    const last = parts.at(-1);
    if (last?.end === part.start) parts[parts.length - 1] = { start: last.start, end: part.end };
    else parts.push(part);
  };
  for (let lineStart = start; lineStart < end && missing > 0;) {
    const lineBreak = file.indexOf('\n', lineStart);
    const lineEnd = lineBreak < 0 || lineBreak >= end ? end : lineBreak;
    const contentEnd = file[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    add(Math.min(lineStart + indentation, contentEnd), contentEnd);
    if (lineEnd < end) add(lineEnd, lineEnd + 1);
    lineStart = lineEnd + 1;
  }
  return parts;
}
