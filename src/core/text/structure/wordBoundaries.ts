import { segmentStarts } from './segmentLongText';

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Marks that stay with the word before them, and with the word behind them. */
const CLOSING = /[\p{Pe}\p{Pf}\p{Po}\p{M}ー～]/u;
const OPENING = /[\p{Ps}\p{Pi}]/u;

/**
 * Both ends of each run of white space, and where words start in scripts without spaces; ascending UTF-16 offsets. A comma
 * stays with the word before it.
 */
export function wordBoundariesIn(text: string): number[] {
  return Array.from(text.matchAll(/\s+|\S+/gu), ({ 0: run, index }) =>
    WITHOUT_SPACES.test(run) ? wordStartsIn(run).map((start) => index + start) : [index],
  )
    .flat()
    .concat(text.length);
}

function wordStartsIn(run: string): number[] {
  return Array.from(segmentStarts(WORDS, run)).filter(
    (start) => start === 0 || !(CLOSING.test(run[start]!) || OPENING.test(run[start - 1]!)),
  );
}
