const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** UTF-16 code units that are segmented at once: the time grows with the square of the length. */
const WINDOW = 8_000;
/** UTF-16 code units by which two windows overlap when a sentence is longer than a window. */
const OVERLAP = 100;

/**
 * Where sentences start by Unicode's rules, which know no abbreviations; a line always starts one. What Left Context did
 * before it read the structure of a text, to compare with.
 */
export function sentencesByUnicodeAlone(text: string): number[] {
  const starts: number[] = [];
  let startsInsideSentence = false;
  for (let from = lineWithText(text, 0); from < text.length;) {
    const countBefore = starts.length;
    let last = 0;
    for (const { index, segment } of SENTENCES.segment(text.slice(from, from + WINDOW))) {
      last = index;
      // At the start of a line a mark opens the sentence, such as the star of a list item.
      const closing = index > 0 && text[from + index - 1] !== '\n' ? closingLength(segment) : 0;
      const isContinuation = startsInsideSentence && index === 0;
      if (segment.slice(closing).trim() !== '' && !isContinuation) starts.push(from + index + closing);
    }
    if (from + WINDOW >= text.length) break;
    startsInsideSentence = last === 0;
    // The last sentence of this window may be cut off, so the next window starts with it.
    if (!startsInsideSentence && starts.length > countBefore && starts.at(-1) === from + last) starts.pop();
    from = startsInsideSentence ? from + WINDOW - OVERLAP : lineWithText(text, from + last);
  }
  return starts;
}

/**
 * UTF-16 code units at the start of a segment that close the sentence before it: the segmenter splits
 * “**Costs.** What it costs.” after the full stop, and the stars and space that follow belong to “**Costs.”.
 */
function closingLength(segment: string): number {
  return /^[*_~)\]"'”’»]+(?:[ \t]+|(?=\n)|$)/.exec(segment)?.[0].length ?? 0;
}

const NON_BLANK = /\S/g;

/** The start of the line with the first text behind `from`; `from` itself when that text is on the same line. */
function lineWithText(text: string, from: number): number {
  NON_BLANK.lastIndex = from;
  const next = NON_BLANK.exec(text)?.index ?? text.length;
  return from + text.slice(from, next).lastIndexOf('\n') + 1;
}
