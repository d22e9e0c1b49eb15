const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** UTF-16 code units that are segmented at a time. The segmenter's time grows with the square of this. */
const WINDOW = 1_000;

/**
 * The extended grapheme clusters of a text (Unicode Standard Annex 29). A long text is segmented window by window, each
 * beginning at a cluster boundary: all its clusters but the last are then those of the whole text, because a boundary
 * depends only on the cluster before it and one character after it.
 */
export function* graphemes(text: string): Generator<string> {
  let window = WINDOW;
  for (let start = 0; start < text.length;) {
    const end = wholeCharacter(text, Math.min(text.length, start + window));
    const clusters = Array.from(SEGMENTER.segment(text.slice(start, end)), (cluster) => cluster.segment);
    if (end < text.length) clusters.pop();
    // One cluster may fill the window: then a larger one is needed, for this cluster alone.
    window = clusters.length === 0 ? 2 * window : WINDOW;
    for (const cluster of clusters) {
      yield cluster;
      start += cluster.length;
    }
  }
}

/** Moves an offset that is inside a surrogate pair to the start of the pair. */
function wholeCharacter(text: string, offset: number): number {
  return text.codePointAt(offset - 1)! > 0xffff ? offset - 1 : offset;
}
