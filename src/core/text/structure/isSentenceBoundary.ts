import { abbreviationUse } from './abbreviations';
import { FOOTNOTE_MARKS } from './footnoteMarks';
import { goesOnBehindQuotation } from './quotationsInSentences';
import { goesOnBehindRemark, isInRemark } from './remarksInSentences';
import { startsWithOpener } from './sentenceOpeners';

/** Marks that close a sentence together with what ends it: quotation marks, brackets, asterisks. */
const CLOSER = /["'”’“»)\]}*_~」』）】〉》〕｣]/;
const SPACE = /\s/;
/** Marks that a sentence goes on behind. */
const COMMA_OR_COLON = /[,;:،؛，；：、]/;
const NOTES_AT_START = new RegExp(`^${FOOTNOTE_MARKS}`, 'u');
const NOTES_AT_END = new RegExp(`${FOOTNOTE_MARKS}$`, 'u');
const LONGEST_NOTES = 40;
const LETTER = /[\p{L}\p{M}]/u;
/** “1.”, “(2)”, “a.”, “IV.” */
const ENUMERATOR = /^\s*[([]?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{1,5})[.．)\]]+$/u;
const LONGEST_ENUMERATOR = 12;
/** “am 3.”, “im 19.”, before a noun: ordinal numbers in German, and in languages that write dates like it. */
const ORDINAL = new RegExp(
  `(?:^|[\\s(])(?:ab|am|beim|bis|das|dem|den|der|des|die|im|ins|ihre[mrns]?|jede[mnrs]?|seine[mrns]?|seit|vom|zum|zur|und|oder)\\s+\\p{Nd}{1,3}\\.$`,
  'iu',
);
/** What numbers with a full stop count in German, without an article, too: “3. Oktober”, “2. Auflage”. */
const COUNTED = new RegExp(
  `^(?:${[
    'Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember',
    'Abschnitt|Auflage|Ausgabe|Band|Jahrgang|Jahrhundert|Jahrtausend|Kapitel|Klasse|Liga|Mal|Platz|Quartal|Rang|Runde',
    'Semester|Stock|Weltkrieg',
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** A number, also a Roman one, or a letter that counts: “fig. A”. Not the words A and I. */
const NUMBER = /^(?:\p{Nd}|[IVXLC]{2,}\b|\p{Lu}(?!\p{L}|\s+\p{Ll}))/u;
/** “…：1.”, “(2.”: the number of an item within a sentence. */
const INNER_ENUMERATOR = /(?:[:：;；、(（]\s*|[,，]\s+)\p{Nd}{1,2}\.$/u;
/** “M. Le Goff”, although “Le” often opens a sentence. */
const MONSIEUR = /(?<![\p{L}\p{N}])MM?\.$/u;
const NAME_WITH_ARTICLE = /^(?:Le|La|Les|De|Du|Des)\s+\p{Lu}/u;
/** “80 kg.”, “5 млн.”, “и др.”: they end a sentence before any capital letter. */
const UNIT_OR_AND_OTHERS = new RegExp(
  `(?:\\p{Nd}\\s?(?:${[
    'km|cm|mm|kg|mg|ml|min|ft|in|oz|lbs?|kl',
    'км|см|мм|кг|мг|мл|мин|сек|мес|руб|коп|тыс|млн|млрд|трлн|чел|шт|экз',
  ].join('|')})|\\sи\\s(?:др|пр))\\.$`,
  'u',
);
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
  const notes = NOTES_AT_END.exec(prose.slice(Math.max(start, end - LONGEST_NOTES), end))?.[0].length ?? 0;
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
  if (stop < end && goesOnBehindQuotation(prose, start, stop, end, after)) return false;
  if (stop < end && goesOnBehindRemark(prose, start, end, after)) return false;
  return prose[stop - 1] !== '.' || !isInnerFullStop(prose, start, stop - 1, after);
}

/** Whether a full stop stands before `offset` that ends no sentence, but belongs to an abbreviation or an ordinal. */
export function isBehindInnerFullStop(text: string, offset: number): boolean {
  let end = offset;
  while (end > 0 && end > offset - CONTEXT && SPACE.test(text[end - 1]!)) end--;
  if (text[end - 1] !== '.') return false;
  return isInnerFullStop(text, Math.max(0, end - CONTEXT), end - 1, text.slice(offset, offset + CONTEXT));
}

/** Whether a sentence ends before `offset` only with a space: not in “1.打开”, “a.txt”, “?q=1”. */
function needsSpace(prose: string, offset: number): boolean {
  return prose[offset - 1] === '.' || (prose.charCodeAt(offset - 1) < 0x80 && prose.charCodeAt(offset) < 0x80);
}

/** Whether the full stop at `stop` belongs to an abbreviation, an initial or an ordinal before more of the sentence. */
function isInnerFullStop(prose: string, start: number, stop: number, after: string): boolean {
  const next = after.replace(/^[^\p{L}\p{N}¿¡]+/u, '');
  const before = prose.slice(Math.max(start, stop - CONTEXT), stop + 1);
  if (/\p{Nd}/u.test(prose[stop - 1] ?? '')) {
    if (COUNTED.test(next) || INNER_ENUMERATOR.test(before)) return true;
    return ORDINAL.test(before) && !startsWithOpener(next);
  }
  // In scripts without capitals nothing tells an ellipsis that ends a sentence; other marks do that there.
  if (prose[stop - 1] === '.') return /^\p{Lo}/u.test(next);
  if (MONSIEUR.test(before) && NAME_WITH_ARTICLE.test(next)) return true;
  if (UNIT_OR_AND_OTHERS.test(before)) return !/^\p{Lu}\p{L}/u.test(next);
  const parts = abbreviatedParts(prose, start, stop);
  for (let from = 0; from < parts.length; from++) {
    const use = abbreviationUse(parts.slice(from).join('.'));
    if (use === 'inside sentences') return true;
    if (use === 'before numbers') return NUMBER.test(next);
    if (use === 'at ends too') return !opensSentence(next);
    if (use === 'like words') return /^\p{Lo}/u.test(next);
  }
  const last = parts.at(-1)?.replace(/^-/, '');
  if (last === undefined || !isSingleLetter(last)) return false;
  const isUnitOrEnding = endsWordOrNumber(prose, stop - last.length) && /^\p{L}\p{L}/u.test(next);
  return !isUnitOrEnding && !opensSentence(next);
}

/** Another initial opens no sentence, even if it looks like a word: “А. И. Семенов”. */
function opensSentence(next: string): boolean {
  return /^[¿¡]/.test(next) || (!/^\p{L}\./u.test(next) && startsWithOpener(next));
}

/** Whether a letter can be a unit, as in “400 m.”, or the end of a word, as in “didn’t.”. */
function endsWordOrNumber(prose: string, offset: number): boolean {
  return /(?:\p{Nd}\s?|['’])$/u.test(prose.slice(Math.max(0, offset - 2), offset));
}

/** The letter of an initial or a list; in Chinese and Japanese a letter is a word, as with a vowel sign in Hindi. */
function isSingleLetter(word: string): boolean {
  return /^(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])\p{L}$/u.test(word.normalize('NFC'));
}

/** The last word before a full stop in lower case, after those that end in a full stop, too: “z. B.”, “Ph.D.”. */
function abbreviatedParts(prose: string, start: number, stop: number): string[] {
  const parts: string[] = [];
  for (let end = stop; parts.length < 4;) {
    let from = end;
    while (from > start && (LETTER.test(prose[from - 1]!) || (prose[from - 1] === '-' && from < end))) from--;
    if (from === end) break;
    parts.unshift(prose.slice(from, end).toLowerCase());
    while (from > start && from > end - CONTEXT && SPACE.test(prose[from - 1]!)) from--;
    if (prose[from - 1] !== '.') break;
    end = from - 1;
  }
  return parts;
}
