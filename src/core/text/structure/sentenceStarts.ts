import { isSentenceBoundary } from './isSentenceBoundary';
import { segmentStarts } from './segmentLongText';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Marks at the start of a segment that close the sentence before: “« Une pièce. » Elle …”, “**Costs.** What …”. */
const CLOSING = /(?:[)\]"'”’»]|(?<!\s)[*_~])+(?:\s+|$)/y;
/** Marks that open the next sentence, although no space stands before them. */
const OPENING = /[「『《〈（【〔“‘«([]/;
/** Ends that Unicode's rules do not see: an ellipsis before a capital letter, and a word and full stop before a number. */
const ELLIPSIS = /(?:…|\.\.\.)["'”’»*_]*\s+(?=["'“‘«(¿¡*_]*\p{Lu})/gu;
const BEFORE_NUMBER = /\.(?<=\p{L}{4}["'”’»)\]]*\.)["'”’»)\]*_]*\s+(?=\p{Nd})/gu;

/**
 * Where sentences start in running text, the first at its first letter or mark; ascending UTF-16 offsets. A line break
 * does not end a sentence. Unicode's rules find the ends, for scripts without spaces, too; isSentenceBoundary.ts has what
 * they do not know.
 */
export function sentenceStartsIn(prose: string): number[] {
  const starts: number[] = [];
  for (const offset of possibleStarts(prose)) {
    const last = starts.at(-1);
    if (last === undefined || (offset > last && offset < prose.length && isSentenceBoundary(prose, last, offset)))
      starts.push(offset);
  }
  return starts;
}

/** Ascending offsets; some may be there twice. */
function possibleStarts(prose: string): number[] {
  const starts = Array.from(segmentStarts(SENTENCES, prose), (offset) => firstMark(prose, offset));
  const others = [
    ...(/…|\.\.\./.test(prose) ? endsOf(ELLIPSIS, prose) : []),
    ...(/\.\s+\d/.test(prose) ? endsOf(BEFORE_NUMBER, prose) : []),
  ];
  return others.length === 0 ? starts : [...starts, ...others].sort((a, b) => a - b);
}

function endsOf(pattern: RegExp, prose: string): number[] {
  return Array.from(prose.matchAll(pattern), ({ index, 0: end }) => index + end.length);
}

/** The first letter or mark at or behind `offset` that belongs to what follows there. */
function firstMark(prose: string, offset: number): number {
  while (offset < prose.length && /\s/.test(prose[offset]!)) offset++;
  CLOSING.lastIndex = offset;
  if (offset > 0 && CLOSING.test(prose)) return CLOSING.lastIndex;
  while (offset > 1 && OPENING.test(prose[offset - 1]!)) offset--;
  return offset;
}
