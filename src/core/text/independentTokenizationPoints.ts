/**
 * Where a text may be cut so that its parts, tokenized one by one, have the same tokens as the whole. Tokenizers split
 * a text into words first, and no word spans such a cut.
 *
 * - `space`: for tokenizers that put a space before the start of a text. Cuts only before a space.
 * - `white space`: for all others. Cuts also before a tab or line break, and behind a single line break that follows a letter or
 *   a sign.
 */
export type CutRule = 'space' | 'white space';

const LETTER = 1;
const SPACE = 2;
const SIGN = 3;
const LINE_FEED = 0x0a;
const BLANK = 0x20;

/** LETTER (letters and digits), SPACE, SIGN or 0 for each UTF-16 code unit [65536]; 0 for halves of surrogate pairs. */
const KINDS = kindsOfCodeUnits();

function kindsOfCodeUnits(): Uint8Array {
  const kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < kinds.length; unit++) {
    const character = String.fromCharCode(unit);
    if (/[\p{L}\p{N}]/u.test(character)) kinds[unit] = LETTER;
    // Normalizers make a space and a mark of some signs, such as ´.
    else if (/[\p{P}\p{S}]/u.test(character) && !/\s/u.test(character.normalize('NFKD'))) kinds[unit] = SIGN;
  }
  for (const space of ' \t\r\n') kinds[space.charCodeAt(0)] = SPACE;
  return kinds;
}

/**
 * Whether `text` may be cut at `offset`. Reads two UTF-16 code units before `offset` and one behind it.
 *
 * @param cuts undefined allows cuts only at the ends of the text
 */
export function isCut(text: string, offset: number, cuts: CutRule | undefined): boolean {
  if (offset <= 0 || offset >= text.length) return true;
  if (!cuts) return false;
  const before = text.charCodeAt(offset - 1);
  const behind = text.charCodeAt(offset);
  if (KINDS[before] === LETTER) return cuts === 'space' ? behind === BLANK : KINDS[behind] === SPACE;
  const isLineStart = before === LINE_FEED && KINDS[behind] === LETTER;
  if (cuts !== 'white space' || !isLineStart || offset < 2) return false;
  const lineEnd = KINDS[text.charCodeAt(offset - 2)];
  return lineEnd === LETTER || lineEnd === SIGN;
}

/** The first cut behind `offset`; the end of the text when there is none. */
export function nextCut(text: string, offset: number, cuts: CutRule | undefined): number {
  let cut = offset + 1;
  while (cut < text.length && !isCut(text, cut, cuts)) cut++;
  return Math.min(cut, text.length);
}

/** The last cut at or before `offset`; 0 when there is none. */
export function previousCut(text: string, offset: number, cuts: CutRule | undefined): number {
  let cut = offset;
  while (cut > 0 && !isCut(text, cut, cuts)) cut--;
  return cut;
}
