import assert from 'node:assert/strict';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';

/** Checks that the sentences of a text start where bars stand in `marked`, and nowhere else. */
export function assertSentencesStartAtBars(marked: string): void {
  const text = marked.replaceAll('|', '');
  const starts = [0, ...boundariesOf(text, 'sentence')];
  assert.equal(starts.map((start, index) => text.slice(start, starts[index + 1])).join('|'), marked);
}
