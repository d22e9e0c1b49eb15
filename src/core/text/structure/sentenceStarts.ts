import { FOOTNOTE_MARKS } from './footnoteMarks';
import { isSentenceBoundary } from './isSentenceBoundary';
import { segmentStarts } from './segmentLongText';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** A mark that can end a sentence, with more behind it than what closes the sentence. Most texts of one line have none. */
const END_BEFORE_MORE = /[\p{Sentence_Terminal}…|](?!["'”’“»)\]}*_~」』）】〉》〕｣\s]*$)/u;
/**
 * Marks at the start of a segment that close the sentence before it, with the marks of the sentence around a quotation:
 * “« Une pièce. » Elle …”, “« U.N. ». Elle …”, “**Costs.** What …”.
 */
const CLOSING = /(?:[)\]"'”’»]|(?<!\s)[*_~])+(?:\s?[.,:;!?…]+)?(?:\s+|$)/y;
/** Marks that open the next sentence, although no space stands before them. */
const OPENING = /[「『《〈（【〔“‘«([]/;
/** “Welcome! 🏰 Nice …”: an emoji ends a sentence, except in texts that begin with one: “✅ Do this. ❌ Not that.” */
const EMOJI = /(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s*)+/uy;
/** UTF-16 code units in which straight quotation marks are counted. */
const QUOTED = 1_000;
/**
 * Ends that Unicode's rules do not see: an ellipsis before a capital letter or at the end of a quotation, the dash of the next speaker, a word and
 * full stop before a number, a footnote, an omission, and a bar that somebody writing Hindi typed for a danda.
 */
const OTHER_ENDS: readonly { readonly hint: RegExp; readonly end: RegExp }[] = [
  { hint: /…|\.\.\./, end: /(?:…|\.\.\.)["'”’»*_]*\s+(?=["'“‘«(¿¡*_]*\p{Lu})/gu },
  { hint: /…/, end: /…["”’」』]+(?=[“「『\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/gu },
  { hint: /[—–]|-\s/, end: /[.!?…]["'”’»]*\s+(?=(?:[—–]+\s*|-+\s+)["'“‘«(¿¡]*\p{Lu})/gu },
  { hint: /\.\s+\d/, end: /\.(?<=\p{L}{4}["'”’»)\]]*\.)["'”’»)\]*_]*\s+(?=\p{Nd})/gu },
  { hint: /\[[\d^]|[¹²³⁰⁴-⁹]/, end: new RegExp(`[.!?…。！？।؟]["'”’»」』)]*${FOOTNOTE_MARKS}\\s*`, 'gu') },
  { hint: /[[(](?:\.{3}|…)/, end: /[.!?。！？।؟]["'”’»」』)]*(?=[[(](?:\.{3}|…+)[\])])/gu },
  { hint: /\|/, end: /\|(?<=\p{sc=Deva}\|)\s*(?=\p{sc=Deva})/gu },
];

/**
 * Where sentences start in running text, the first at its first letter or mark; ascending UTF-16 offsets. A line break
 * does not end a sentence. Unicode's rules find the ends, for scripts without spaces, too; isSentenceBoundary.ts has what
 * they do not know.
 */
export function sentenceStartsIn(prose: string): number[] {
  if (!END_BEFORE_MORE.test(prose)) return [firstMark(prose, 0)];
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
  const others = OTHER_ENDS.flatMap(({ hint, end }) => (hint.test(prose) ? endsOf(end, prose) : []));
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
  EMOJI.lastIndex = offset;
  if (offset > 0 && !/^\s*\p{Extended_Pictographic}/u.test(prose) && EMOJI.test(prose)) return EMOJI.lastIndex;
  while (offset > 1 && opensAt(prose, offset - 1)) offset--;
  return offset;
}

/** Whether the mark at `offset` opens a quotation or brackets; a straight one does if those before it are in pairs. */
function opensAt(prose: string, offset: number): boolean {
  if (prose[offset] !== '"') return OPENING.test(prose[offset]!);
  return offset < QUOTED && prose.slice(0, offset).split('"').length % 2 === 1;
}
