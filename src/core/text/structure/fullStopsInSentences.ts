import { abbreviationUse } from './abbreviations';
import { startsWithOpener } from './sentenceOpeners';

const LETTER = /[\p{L}\p{M}]/u;
const SPACE = /\s/;
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
/** UTF-16 code units that are read on each side of an offset. */
const CONTEXT = 40;

/** Whether a full stop stands before `offset` that ends no sentence, but belongs to an abbreviation or an ordinal. */
export function isBehindInnerFullStop(text: string, offset: number): boolean {
  let end = offset;
  while (end > 0 && end > offset - CONTEXT && SPACE.test(text[end - 1]!)) end--;
  if (text[end - 1] !== '.') return false;
  return isInnerFullStop(text, Math.max(0, end - CONTEXT), end - 1, text.slice(offset, offset + CONTEXT));
}

/**
 * Whether the full stop at `stop` belongs to an abbreviation, an initial or an ordinal before more of the sentence.
 *
 * @param start offset at which the sentence starts
 * @param after what follows, without spaces in front
 */
export function isInnerFullStop(prose: string, start: number, stop: number, after: string): boolean {
  const next = after.replace(/^[^\p{L}\p{N}¿¡]+/u, '');
  const before = prose.slice(Math.max(start, stop - CONTEXT), stop + 1);
  if (/\p{Nd}/u.test(prose[stop - 1] ?? '')) {
    if (COUNTED.test(next) || INNER_ENUMERATOR.test(before)) return true;
    return ORDINAL.test(before) && !startsWithOpener(next);
  }
  // In scripts without capitals nothing tells an ellipsis or the key in “alt-.” from an end; other marks do that there.
  if (/[.-]/.test(prose[stop - 1] ?? '')) return /^\p{Lo}/u.test(next);
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
