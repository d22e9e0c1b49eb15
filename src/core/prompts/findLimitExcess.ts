import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { limitExcessMessage } from './limitExcessMessage';
import { limitsOf, type PromptFileLimit } from './limitsOfPromptFiles';
import { piecesBetweenComments } from './piecesBetweenComments';
import type { PromptFileKindId } from './promptFileKinds';
import { charactersOfSkillDescription } from './skillDescription';
import { offsetInFile, stretchesOf } from './stretchesInFile';
import { utf8Length } from './utf8Length';

/** What of a prompt file exceeds a limit of its kind. */
export interface LimitExcess {
  readonly limit: PromptFileLimit;
  /** From the first character beyond the limit to the end of what is measured, in UTF-16 units. */
  readonly span: Span;
  /** What is not read and by whom, then what to do. */
  readonly message: string;
}

/** A chain of files that share a limit. */
export interface Chain {
  /** Bytes that count before the text: those of the files above it, and of its own byte order mark (3) if the text comes without it. */
  readonly bytesBefore?: number;
  /** In bytes, where the user has chosen another than the documented one. */
  readonly budget?: number;
}

/** What of a prompt file exceeds the limits of its kind. What is only advised is no excess; see `lengthAdvice`. */
export function findLimitExcess(kind: PromptFileKindId, text: string, chain: Chain = {}): LimitExcess[] {
  const { bytesBefore = 0, budget } = chain;
  const limits = limitsOf(kind).map((limit) =>
    limit.part === 'chain' && budget !== undefined ? { ...limit, value: budget } : limit,
  );
  const excesses = limits.flatMap((limit) => {
    const span = limit.part === 'description' ? tooLong(limit, text) : notRead(limit, text, bytesBefore);
    return span ? [{ limit, span, message: limitExcessMessage(limit, text, span, bytesBefore) }] : [];
  });
  // Of several cuts, the first is the one that the agent makes.
  return excesses.sort((a, b) => a.span.start - b.span.start).slice(0, 1);
}

function tooLong(limit: PromptFileLimit, text: string): Span | undefined {
  const characters = charactersOfSkillDescription(text);
  const first = characters[limit.value];
  const last = characters.at(-1);
  return first && last ? { start: first.start, end: last.end } : undefined;
}

/** A rest of white space is no loss. */
function notRead(limit: PromptFileLimit, text: string, bytesBefore: number): Span | undefined {
  const pieces = measuredPieces(limit, text);
  const measured = pieces.map((piece) => text.slice(piece.start, piece.end)).join('');
  const cut = offsetBeyond(limit, measured, bytesBefore);
  if (cut === undefined || measured.slice(cut).trim() === '') return undefined;
  return { start: offsetInFile(stretchesOf(pieces), cut), end: text.length };
}

/** Claude Code removes blank lines at both ends before it measures; Codex and Windsurf measure the file as it is. */
function measuredPieces({ part }: PromptFileLimit, text: string): Span[] {
  if (part !== 'body without comments') return [{ start: 0, end: text.length }];
  const end = text.trimEnd().length;
  const pieces = piecesBetweenComments(text.slice(0, end), frontMatterLength(text));
  const first = pieces.findIndex((piece) => text.slice(piece.start, piece.end).trim() !== '');
  return pieces.slice(Math.max(first, 0)).map((piece, index) => (index === 0 ? withoutBlankStart(piece, text) : piece));
}

function withoutBlankStart({ start, end }: Span, text: string): Span {
  const blank = end - start - text.slice(start, end).trimStart().length;
  return { start: start + blank, end };
}

/** The first offset of `measured` that the limit does not cover; undefined where it covers everything. */
function offsetBeyond(limit: PromptFileLimit, measured: string, bytesBefore: number): number | undefined {
  const cut = offsetAfter(limit, measured, bytesBefore);
  if (cut === undefined || !limit.wholeLines) return cut;
  return measured.lastIndexOf('\n', cut) + 1 || cut;
}

function offsetAfter({ unit, value }: PromptFileLimit, text: string, bytesBefore: number): number | undefined {
  switch (unit) {
    case 'lines':
      return startOfLine(text, value);
    case 'bytes':
      return firstBeyond(text, value - bytesBefore, utf8Length);
    case 'characters':
      return firstBeyond(text, value, () => 1);
    case 'UTF-16 units':
      return firstBeyond(text, value, (character) => character.length);
    case 'tokens':
      return undefined;
  }
}

/** Offset of a line, from 0 on; undefined if there are fewer lines. */
function startOfLine(text: string, line: number): number | undefined {
  let start = 0;
  for (let passed = 0; passed < line; passed++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  return start;
}

/** Offset of the first character that does not fit completely into the budget. */
function firstBeyond(text: string, budget: number, sizeOf: (character: string) => number): number | undefined {
  let size = 0;
  let offset = 0;
  for (const character of text) {
    size += sizeOf(character);
    if (size > budget) return offset;
    offset += character.length;
  }
  return undefined;
}
