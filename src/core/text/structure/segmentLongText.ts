/** UTF-16 code units that are segmented at once: the time that Intl.Segmenter takes grows with the square of the length. */
const WINDOW = 2_000;

/** Where the segments of a text of any length start, as Intl.Segmenter finds them; ascending UTF-16 offsets from 0 on. */
export function* segmentStarts(segmenter: Intl.Segmenter, text: string): Generator<number, void> {
  for (let from = 0; from < text.length;) {
    let last = from;
    for (const { index } of segmenter.segment(text.slice(from, from + WINDOW))) {
      last = from + index;
      if (index > 0 || from === 0) yield last;
    }
    // The last segment of this window may be cut off, so the next window starts with it.
    from = last > from && from + WINDOW < text.length ? last : from + WINDOW;
  }
}
