/** Where a text may be cut: at every token, or only where a word, a sentence, a paragraph or what a heading heads ends. */
export type Boundary = 'token' | 'word' | 'sentence' | 'paragraph' | 'heading';

/** What is looked for in the text itself. */
type Inner = Exclude<Boundary, 'token'>;

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Boundaries of `text` between its beginning and its end, ascending UTF-16 offsets. */
export function boundariesOf(text: string, boundary: Inner): number[] {
  const found = FINDERS[boundary](text);
  return found.filter((offset) => offset > 0 && offset < text.length);
}

const FINDERS: Record<Inner, (text: string) => number[]> = {
  word: (text) => Array.from(text.matchAll(/\s+/gu), (space) => [space.index, space.index + space[0].length]).flat(),
  sentence: sentences,
  paragraph: (text) => Array.from(text.matchAll(/\n[ \t\r\n]*\n/g), (blank) => blank.index + blank[0].length),
  heading: (text) => Array.from(text.matchAll(/^#{1,6}[ \t]/gm), (heading) => heading.index),
};

/** Segmenting takes time that grows with the square of the text's length, so it is done part by part. */
const PART = 8_000;
/** How far a part goes back into a sentence that is longer than the one before. */
const OVERLAP = 100;
const NO_BLANK = /\S/g;

/** Where sentences begin, and lines: an item of a list is a thought of its own, whatever it ends with. */
function sentences(text: string): number[] {
  const found: number[] = [];
  let isInside = false;
  for (let from = lineWithText(text, 0); from < text.length;) {
    const before = found.length;
    let last = 0;
    for (const { index, segment } of SENTENCES.segment(text.slice(from, from + PART))) {
      last = index;
      // A line begins with what is its own: the mark of a list is none of the sentence before.
      const closed = index > 0 && text[from + index - 1] !== '\n' ? closing(segment) : 0;
      if (segment.slice(closed).trim() !== '' && !(isInside && index === 0)) found.push(from + index + closed);
    }
    if (from + PART >= text.length) break;
    isInside = last === 0;
    // The last sentence of a part may go on, and is looked at again.
    if (!isInside && found.length > before && found.at(-1) === from + last) found.pop();
    from = isInside ? from + PART - OVERLAP : lineWithText(text, from + last);
  }
  return found;
}

/** UTF-16 code units at the start of a sentence that close the one before: of “**Costs.** What …” the second pair of stars. */
function closing(segment: string): number {
  return /^[*_~)\]"'”’»]+(?:[ \t]+|(?=\n)|$)/.exec(segment)?.[0].length ?? 0;
}

/** `from`, or where the next line begins that is not blank, when there is nothing before that. */
function lineWithText(text: string, from: number): number {
  NO_BLANK.lastIndex = from;
  const next = NO_BLANK.exec(text)?.index ?? text.length;
  return from + text.slice(from, next).lastIndexOf('\n') + 1;
}

/** UTF-16 code units around a place that decide whether it is a boundary. */
const AROUND = 200;

/** The last boundary of `text` that is at most `limit` and more than `least`; undefined when there is none. */
export function boundaryBefore(text: string, boundary: Inner, limit: number, least: number): number | undefined {
  return lastUpTo(boundariesWithin(text, boundary, least, limit + AROUND), limit, least);
}

/** The first boundary of `text` that is at least `from` and less than `most`; undefined when there is none. */
export function boundaryAfter(text: string, boundary: Inner, from: number, most: number): number | undefined {
  const offsets = boundariesWithin(text, boundary, from - AROUND, most + AROUND);
  const first = offsets[countBelow(offsets, from)];
  return first !== undefined && first < most ? first : undefined;
}

/** Boundaries of `text` between `from` and `to`, ascending UTF-16 offsets. */
export function boundariesWithin(text: string, boundary: Inner, from: number, to: number): number[] {
  const start = Math.max(0, from);
  return boundariesOf(text.slice(start, to), boundary).map((offset) => start + offset);
}

/** The last of the ascending `offsets` that is at most `limit` and more than `least`; undefined when there is none. */
function lastUpTo(offsets: ArrayLike<number>, limit: number, least: number): number | undefined {
  const index = countBelow(offsets, limit + 1) - 1;
  return index >= 0 && offsets[index]! > least ? offsets[index] : undefined;
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
