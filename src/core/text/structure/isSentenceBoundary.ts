import { FOOTNOTE_MARKS } from './footnoteMarks';
import { isInnerFullStop } from './fullStopsInSentences';
import { goesOnBehindQuotation } from './quotationsInSentences';
import { goesOnBehindRemark, isInRemark } from './remarksInSentences';
import { goesOnBehindQuestion } from './wordsBehindQuotations';

/** Marks that close a sentence together with what ends it: quotation marks, brackets, asterisks. */
const CLOSER = /["'”’“»)\]}*_~」』）】〉》〕｣]/;
const SPACE = /\s/;
/** Marks that a sentence goes on behind. */
const COMMA_OR_COLON = /[,;:،؛，；：、]/;
const NOTES_AT_START = new RegExp(`^${FOOTNOTE_MARKS}`, 'u');
const NOTES_AT_END = new RegExp(`${FOOTNOTE_MARKS}$`, 'u');
const LONGEST_NOTES = 40;
/** “1.”, “(2)”, “a.”, “IV.” */
const ENUMERATOR = /^\s*[([]?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{1,5})[.．)\]]+$/u;
const LONGEST_ENUMERATOR = 12;
/** “[...]” within a sentence or before one. */
const OMISSION = /[[(](?:…+|\.{3})[\])]$/;
const LONGEST_OMISSION = 5;
/** UTF-16 code units that are read on each side of an offset. */
const CONTEXT = 40;

/**
 * Whether a sentence ends before `offset`, where Unicode's rules see an end: not behind abbreviations, initials, ordinals
 * and the numbers of an enumeration, nor in a remark or where the sentence goes on behind a quotation.
 *
 * @param start offset at which the sentence starts
 * @param offset offset of the first letter or mark behind it
 */
export function isSentenceBoundary(prose: string, start: number, offset: number): boolean {
  let end = offset;
  while (end > start && SPACE.test(prose[end - 1]!)) end--;
  const after = prose.slice(offset, offset + CONTEXT);
  if (end === offset && NOTES_AT_START.test(after)) return false;
  const notes = lengthOfNotes(prose, start, end);
  if (end === offset && notes === 0 && needsSpace(prose, offset)) return false;
  end -= notes;
  if (end - start <= LONGEST_ENUMERATOR && ENUMERATOR.test(prose.slice(start, end))) return false;
  if (end - start <= CONTEXT && !/[\p{L}\p{N}]/u.test(prose.slice(start, end))) return false;
  if (OMISSION.test(prose.slice(Math.max(start, end - LONGEST_OMISSION), end))) return false;
  if (COMMA_OR_COLON.test(prose[end - 1] ?? '')) return false;
  if (/^[^\p{L}\p{N}¿¡]*\p{Ll}/u.test(after)) return false;
  if (isInRemark(prose, start, offset)) return false;
  let stop = end;
  while (stop > start && CLOSER.test(prose[stop - 1]!)) stop--;
  if (/[?？]/.test(prose[end - 1]!) && goesOnBehindQuestion(after)) return false;
  if (stop < end && goesOnBehindQuotation(prose, start, stop, end, after)) return false;
  if (stop < end && goesOnBehindRemark(prose, start, end, after)) return false;
  return prose[stop - 1] !== '.' || !isInnerFullStop(prose, start, stop - 1, after);
}

/** UTF-16 code units of the marks of footnotes before `end`. */
function lengthOfNotes(prose: string, start: number, end: number): number {
  if (!/[\]¹²³⁰⁴-⁹]/.test(prose[end - 1] ?? '')) return 0;
  return NOTES_AT_END.exec(prose.slice(Math.max(start, end - LONGEST_NOTES), end))?.[0].length ?? 0;
}

/** Whether a sentence ends before `offset` only with a space: not in “1.打开”, “a.txt”, “?q=1”. */
function needsSpace(prose: string, offset: number): boolean {
  return prose[offset - 1] === '.' || (prose.charCodeAt(offset - 1) < 0x80 && prose.charCodeAt(offset) < 0x80);
}
