import type { Span } from '../text/span';

/** A text after shuffling. */
export interface ShuffledText {
  readonly text: string;
  /** Place of each word in the old text and in this one, in the old order. */
  readonly words: readonly { readonly before: Span; readonly after: Span }[];
}

/** A word with inner apostrophes and hyphens: “didn’t”, “left-to-right”. */
const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;

/**
 * Shuffles the words of `part`. Punctuation and white space keep their places. The order always changes when there are
 * two or more words.
 *
 * @param random returns numbers in [0, 1)
 */
export function shuffleWords(text: string, part: Span, random: () => number): ShuffledText {
  const spans = Array.from(text.slice(part.start, part.end).matchAll(WORD), ({ 0: word, index }) => ({
    start: part.start + index,
    end: part.start + index + word.length,
  }));
  const order = differentOrder(spans.length, random);
  let shuffled = '';
  let copied = 0;
  const words: { before: Span; after: Span }[] = [];
  spans.forEach((place, index) => {
    const before = spans[order[index]!]!;
    shuffled += text.slice(copied, place.start);
    const start = shuffled.length;
    shuffled += text.slice(before.start, before.end);
    words[order[index]!] = { before, after: { start, end: shuffled.length } };
    copied = place.end;
  });
  return { text: shuffled + text.slice(copied), words };
}

/** A random permutation of 0 to count − 1 (Fisher & Yates 1938); never the identity, if there is another. */
function differentOrder(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return count > 1 && order.every((value, index) => value === index) ? [...order.slice(1), order[0]!] : order;
}
