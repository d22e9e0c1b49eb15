import { isSentenceBoundary } from './isSentenceBoundary';
import { segmentStarts } from './segmentLongText';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Marks at the start of a segment that close the sentence before: “« Une pièce. » Elle …”, “**Costs.** What …”. */
const CLOSING = /(?:[)\]"'”’»]|(?<!\s)[*_~])+(?=\s)\s*/y;
/** Marks that open the next sentence, although no space stands before them. */
const OPENING = /[「『《〈（【〔“‘«([]/;
/** Ends that Unicode's rules do not see: an ellipsis, and a full stop before a number. */
const OTHER_ENDS =
  /(?:…|\.\.\.+)["'”’»)\]*_]*\s+(?=["'“‘«(¿¡*_]*\p{Lu})|\p{L}{4}["'”’»)\]]*\.["'”’»)\]*_]*\s+(?=\p{Nd})/gu;

/**
 * Where sentences start in running text, the first at its first letter or mark; ascending UTF-16 offsets. A line break
 * does not end a sentence. Unicode's rules find the ends, for scripts without spaces, too; isSentenceBoundary.ts has what
 * they do not know.
 */
export function sentenceStartsIn(prose: string): number[] {
  const starts: number[] = [];
  for (const offset of possibleStarts(prose)) {
    const last = starts.at(-1);
    if (last === undefined || isSentenceBoundary(prose, last, offset)) starts.push(offset);
  }
  return starts;
}

function possibleStarts(prose: string): number[] {
  const starts = new Set<number>();
  for (const offset of segmentStarts(SENTENCES, prose)) starts.add(firstMark(prose, offset));
  for (const { index, 0: end } of prose.matchAll(OTHER_ENDS)) starts.add(index + end.length);
  starts.delete(prose.length);
  return [...starts].sort((a, b) => a - b);
}

/** The first letter or mark at or behind `offset` that belongs to what follows there. */
function firstMark(prose: string, offset: number): number {
  while (offset < prose.length && /\s/.test(prose[offset]!)) offset++;
  CLOSING.lastIndex = offset;
  if (offset > 0 && CLOSING.test(prose)) return CLOSING.lastIndex;
  while (offset > 1 && OPENING.test(prose[offset - 1]!)) offset--;
  return offset;
}
