import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Edit } from '../../text/textEdit';
import type { FaultInExample } from './faultInExample';
import { strictJson } from './looseJson';
import type { JsonError, JsonRepair } from './jsonRepair';
import { repairsOfJson } from './repairsOfJson';

/** Longest JSON that is looked at, in UTF-16 code units. */
const LONGEST = 15_000;
/** Most levels of brackets: the parser calls itself for each. */
const MAX_LEVELS = 100;
/** Texts with more faults are something else than JSON. */
const MOST_FAULTS = 8;
/** Limit of the UTF-16 code units of texts with many faults, which are read anew for each. */
const MOST_READ = 40_000;
/** How much more must parse after a repair that does not mend all of a line, in UTF-16 code units. */
const SOME_TEXT = 5;
/** Values one after the other that are looked at. */
const MOST_VALUES = 50;

/** Why a JSON text does not parse; undefined for other texts and for those that do not parse with these faults mended. */
export function faultsOfJson(text: string): FaultInExample[] | undefined {
  if (text.length > LONGEST) return undefined;
  const repairs: JsonRepair[] = [];
  let current = text;
  for (;;) {
    const strict = strictJson(current);
    if (strict === undefined || levelsOf(strict) > MAX_LEVELS) return undefined;
    const error = firstError(strict);
    if (!error) return repairs.map(faultOf);
    if (repairs.length === MOST_FAULTS || repairs.length * text.length > MOST_READ) return undefined;
    const repair = bestRepair(current, strict, error);
    if (!repair) return undefined;
    repairs.push(inOriginal(repair, repairs));
    current = applied(current, repair.edits);
  }
}

function faultOf({ start, end, what, title, edits }: JsonRepair): FaultInExample {
  return { start, end, what: `This JSON ${what}, so it does not parse.`, fix: title ? { title, edits } : undefined };
}

/** The first that makes the text parse at least to the end of the line; else the first that makes more of it parse. */
function bestRepair(text: string, strict: string, error: JsonError): JsonRepair | undefined {
  let second: JsonRepair | undefined;
  for (const repair of repairsOfJson(text, strict, error)) {
    const gain = gainOf(text, error, repair);
    if (gain.includes('\n')) return repair;
    if (gain.length > SOME_TEXT) second ??= repair;
  }
  return second;
}

/** What parses with a repair, of the text behind the error; with a line break behind it if all does. */
function gainOf(text: string, error: JsonError, { edits }: JsonRepair): string {
  const mended = applied(text, edits);
  const strict = strictJson(mended);
  if (strict === undefined) return '';
  const grown = edits.reduce((sum, edit) => sum + edit.text.length - edit.length, 0);
  const from = Math.max(0, error.offset + grown);
  const next = firstError(strict);
  return next ? mended.slice(from, Math.max(from, next.offset)) : '\n';
}

/** Where a parser first complains; undefined if it does not. */
function firstError(strict: string): JsonError | undefined {
  for (let start = 0, values = 0; values < MOST_VALUES; values++) {
    const errors: ParseError[] = [];
    parse(strict.slice(start), errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors.toSorted((a, b) => a.offset - b.offset);
    if (!first) return undefined;
    const codes = errors.filter(({ offset }) => offset === first.offset).map(({ error }) => printParseErrorCode(error));
    const code = codes.find((each) => each === 'EndOfFileExpected') ?? codes[0]!;
    const offset = start + first.offset;
    if (code !== 'EndOfFileExpected' || /[}\]]/.test(strict[offset]!)) return { code, offset };
    // Several values one after the other, or prose behind the value.
    const next = /,?\s{0,200}(?=[{[])/y;
    next.lastIndex = offset;
    if (!next.test(strict)) return undefined;
    start = next.lastIndex;
  }
  return undefined;
}

function levelsOf(strict: string): number {
  let [level, most] = [0, 0];
  for (const bracket of strict.match(/[{[\]}]/g) ?? []) {
    level += /[{[]/.test(bracket) ? 1 : -1;
    most = Math.max(most, level);
  }
  return most;
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((result, edit) => result.slice(0, edit.offset) + edit.text + result.slice(edit.offset + edit.length), text);
}

/** A repair of the text in which earlier faults are mended, as one of the text itself. */
function inOriginal(repair: JsonRepair, earlier: readonly JsonRepair[]): JsonRepair {
  const before = (offset: number) => {
    let original = offset;
    for (const edit of earlier.flatMap(({ edits }) => edits).toSorted((a, b) => a.offset - b.offset))
      if (edit.offset < original) original = Math.max(edit.offset, original - edit.text.length + edit.length);
    return original;
  };
  return {
    ...repair,
    start: before(repair.start),
    end: before(repair.end),
    edits: repair.edits.map((edit) => ({ ...edit, offset: before(edit.offset) })),
  };
}
