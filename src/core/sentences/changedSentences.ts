import { diffArrays } from 'diff';
import type { Span } from '../text/span';
import { shareOfCommonWords } from './commonWords';
import { piecesOfPrompt } from './piecesOfPrompt';

/** Most pieces that may differ for the versions to be compared piece by piece: the time grows with their square. */
const MAX_DIFFERENT = 1000;
/** The share of their words that two sentences have in common when one has become the other. */
const ALIKE = 0.4;

export type ChangeKind = 'added' | 'removed' | 'changed';

/** A sentence, or several in a row, that differ between two versions of a text. Spans are of the old and the new text. */
export interface ChangedSentences {
  readonly kind: ChangeKind;
  /** What was there; empty where something was added. */
  readonly before: readonly Span[];
  /** What is there now; empty where something was removed. */
  readonly after: readonly Span[];
  /** From the end of the sentence before to the start of the sentence behind, in either text. */
  readonly room: { readonly then: Span; readonly now: Span };
}

/**
 * What has changed from one version of a text to another, in the order of the text. White space, and the numbers of list
 * items, are no change. What has moved was removed in one place and added in another.
 */
export function changedSentences(then: string, now: string): ChangedSentences[] {
  const [old, current] = [inPieces(then), inPieces(now)];
  return differencesOf(old.keys, current.keys)
    .flatMap((difference) => apartFromAlike(difference, old, current))
    .flatMap((difference) => apartAtLineEnd(difference, old, current))
    .map(({ before, after }) => ({
      kind: isEmpty(before) ? 'added' : isEmpty(after) ? 'removed' : 'changed',
      before: old.pieces.slice(before.start, before.end),
      after: current.pieces.slice(after.start, after.end),
      room: { then: roomOf(old, before), now: roomOf(current, after) },
    }));
}

/** The new text with one of its changes taken back: the old wording, and the white space that stood around it. */
export function withChangeTakenBack(then: string, now: string, { room }: ChangedSentences): string {
  return now.slice(0, room.now.start) + then.slice(room.then.start, room.then.end) + now.slice(room.now.end);
}

/** A text in pieces, and each piece as it is compared. */
interface Pieces {
  readonly text: string;
  readonly pieces: readonly Span[];
  readonly keys: readonly string[];
}

function inPieces(text: string): Pieces {
  const pieces = piecesOfPrompt(text);
  const keys = pieces.map(({ start, end }) =>
    text
      .slice(start, end)
      .replace(/\s+/g, ' ')
      .replace(/^\d{1,3}(?=[.)] )/, '1'),
  );
  return { text, pieces, keys };
}

/** Pieces that differ, as ranges of their indices. */
interface Difference {
  readonly before: Span;
  readonly after: Span;
}

function differencesOf(old: readonly string[], current: readonly string[]): Difference[] {
  const changes = diffArrays([...old], [...current], { maxEditLength: MAX_DIFFERENT });
  if (!changes) return [{ before: { start: 0, end: old.length }, after: { start: 0, end: current.length } }];
  const differences: Difference[] = [];
  let before: Span = { start: 0, end: 0 };
  let after = before;
  for (const { added, removed, count } of changes) {
    if (added) after = { ...after, end: after.end + count };
    else if (removed) before = { ...before, end: before.end + count };
    else {
      differences.push({ before, after });
      before = { start: before.end + count, end: before.end + count };
      after = { start: after.end + count, end: after.end + count };
    }
  }
  return [...differences, { before, after }].filter(isDifference);
}

/** Takes sentences that became others like them off both ends of a difference, so that each is a change by itself. */
function apartFromAlike({ before, after }: Difference, old: Pieces, current: Pieces): Difference[] {
  const areAlike = (a: number, b: number) => shareOfCommonWords(old.keys[a]!, current.keys[b]!) >= ALIKE;
  const shorter = Math.min(before.end - before.start, after.end - after.start);
  let first = 0;
  while (first < shorter && areAlike(before.start + first, after.start + first)) first++;
  let last = 0;
  while (first + last < shorter && areAlike(before.end - 1 - last, after.end - 1 - last)) last++;
  const pairs = (count: number, a: number, b: number) =>
    Array.from({ length: count }, (_, index) => ({ before: one(a + index), after: one(b + index) })).filter(
      (pair) => old.keys[pair.before.start] !== current.keys[pair.after.start],
    );
  const between = {
    before: { start: before.start + first, end: before.end - last },
    after: { start: after.start + first, end: after.end - last },
  };
  return [
    ...pairs(first, before.start, after.start),
    between,
    ...pairs(last, between.before.end, between.after.end),
  ].filter(isDifference);
}

/** Splits a difference that begins within a line of both texts, and goes on below it, where that line ends. */
function apartAtLineEnd({ before, after }: Difference, old: Pieces, current: Pieces): Difference[] {
  const [oldEnd, end] = [endOfLine(old, before), endOfLine(current, after)];
  if (oldEnd === before.start || end === after.start) return [{ before, after }];
  return [
    { before: { start: before.start, end: oldEnd }, after: { start: after.start, end } },
    { before: { start: oldEnd, end: before.end }, after: { start: end, end: after.end } },
  ].filter(isDifference);
}

/** The end of those pieces of a range that stand on the same line as the piece before the range. */
function endOfLine({ text, pieces }: Pieces, { start, end }: Span): number {
  let index = start;
  while (index > 0 && index < end && !text.slice(pieces[index - 1]!.end, pieces[index]!.start).includes('\n')) index++;
  return index;
}

/** From the end of the piece before a range to the start of the one behind it. */
function roomOf({ text, pieces }: Pieces, range: Span): Span {
  return { start: pieces[range.start - 1]?.end ?? 0, end: pieces[range.end]?.start ?? text.length };
}

function isDifference({ before, after }: Difference): boolean {
  return !isEmpty(before) || !isEmpty(after);
}

function isEmpty({ start, end }: Span): boolean {
  return start === end;
}

function one(start: number): Span {
  return { start, end: start + 1 };
}
