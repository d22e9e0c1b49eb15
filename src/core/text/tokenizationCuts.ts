/**
 * Where a text may be cut so that its parts, tokenised one by one, give the tokens of the whole: tokenizers split text
 * into words first, and no word goes across such a place.
 *
 * `space` is for tokenizers that put a space before the beginning of a text: they cut only before one. `white space` is
 * for all others: also before a tab or a line end, and behind a lone line end.
 */
export type CutRule = 'space' | 'white space';

const LETTER = 1;
const SPACE = 2;
const LINE_FEED = 0x0a;
const BLANK = 0x20;

/** Of each UTF-16 code unit [65536]; halves of surrogate pairs are neither. */
const KINDS = kindsOfUnits();

function kindsOfUnits(): Uint8Array {
  const kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < kinds.length; unit++) {
    if (/[\p{L}\p{N}]/u.test(String.fromCharCode(unit))) kinds[unit] = LETTER;
  }
  for (const space of ' \t\r\n') kinds[space.charCodeAt(0)] = SPACE;
  return kinds;
}

/** Whether `text` may be cut at `offset`; with `cuts` undefined only at its ends. */
export function isCut(text: string, offset: number, cuts: CutRule | undefined): boolean {
  if (offset <= 0 || offset >= text.length) return true;
  if (!cuts) return false;
  const before = text.charCodeAt(offset - 1);
  const behind = text.charCodeAt(offset);
  if (KINDS[before] === LETTER) return cuts === 'space' ? behind === BLANK : KINDS[behind] === SPACE;
  const isLineStart = before === LINE_FEED && KINDS[behind] === LETTER && cuts === 'white space';
  return isLineStart && offset > 1 && KINDS[text.charCodeAt(offset - 2)] !== SPACE;
}

/** The first cut behind `offset`; the end of the text when there is none before. */
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
