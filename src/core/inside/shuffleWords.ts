import type { Span } from '../text/span';

/** A text some of whose words stand elsewhere. */
export interface Shuffled {
  readonly text: string;
  /** Where each word stood, in order, and where it stands now. */
  readonly words: readonly { readonly before: Span; readonly now: Span }[];
}

const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;

/**
 * The text with the words of `part` in another order; what stands between them stays.
 *
 * @param random numbers in [0, 1)
 */
export function shuffleWords(text: string, part: Span, random: () => number): Shuffled {
  const spans = Array.from(text.slice(part.start, part.end).matchAll(WORD), ({ 0: word, index }) => ({
    start: part.start + index,
    end: part.start + index + word.length,
  }));
  const order = anotherOrder(spans.length, random);
  let changed = '';
  let copied = 0;
  const words: { before: Span; now: Span }[] = [];
  spans.forEach((place, index) => {
    const before = spans[order[index]!]!;
    changed += text.slice(copied, place.start);
    const start = changed.length;
    changed += text.slice(before.start, before.end);
    words[order[index]!] = { before, now: { start, end: changed.length } };
    copied = place.end;
  });
  return { text: changed + text.slice(copied), words };
}

/** A permutation of 0 to count − 1 (Fisher & Yates 1938) that is not the order itself, if there is another. */
function anotherOrder(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return count > 1 && order.every((value, index) => value === index) ? [...order.slice(1), order[0]!] : order;
}
