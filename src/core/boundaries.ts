/** Where a text may be cut: at every token, or only where a word, a sentence, a paragraph or what a heading heads ends. */
export type Boundary = 'token' | 'word' | 'sentence' | 'paragraph' | 'heading';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Boundaries of `text` between its beginning and its end, ascending UTF-16 offsets. */
export function boundariesOf(text: string, boundary: Exclude<Boundary, 'token'>): number[] {
  const found = FINDERS[boundary](text);
  return found.filter((offset) => offset > 0 && offset < text.length);
}

const FINDERS: Record<Exclude<Boundary, 'token'>, (text: string) => number[]> = {
  word: (text) => Array.from(text.matchAll(/\s+/gu), (space) => [space.index, space.index + space[0].length]).flat(),
  sentence: sentences,
  paragraph: (text) => Array.from(text.matchAll(/\n(?:[ \t\r]*\n)+/g), (blank) => blank.index + blank[0].length),
  heading: (text) => Array.from(text.matchAll(/^#{1,6}[ \t]/gm), (heading) => heading.index),
};

/** Where sentences begin, and lines: an item of a list is a thought of its own, whatever it ends with. */
function sentences(text: string): number[] {
  const found: number[] = [];
  let start = 0;
  for (const line of text.split(/(?<=\n)/)) {
    for (const { index, segment } of SENTENCES.segment(line)) if (segment.trim() !== '') found.push(start + index);
    start += line.length;
  }
  return found;
}

/** The last of the ascending `offsets` that is at most `limit` and more than `least`; undefined when there is none. */
export function lastUpTo(offsets: ArrayLike<number>, limit: number, least: number): number | undefined {
  const index = countBelow(offsets, limit + 1) - 1;
  return index >= 0 && offsets[index]! > least ? offsets[index] : undefined;
}

/** The first of the ascending `offsets` that is at least `limit` and less than `most`; undefined when there is none. */
export function firstFrom(offsets: ArrayLike<number>, limit: number, most: number): number | undefined {
  const index = countBelow(offsets, limit);
  return index < offsets.length && offsets[index]! < most ? offsets[index] : undefined;
}

/** How many of the ascending `offsets` are below `limit`. */
export function countBelow(offsets: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
