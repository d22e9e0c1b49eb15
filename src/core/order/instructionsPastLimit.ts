import type { OrderFinding } from './orderFindingTypes';
import { isInstruction } from './recognizeInstruction';
import type { Span } from '../text/span';
import { endOfLine, startOfLine } from './lineBounds';
import { firstFrom } from './firstFromOffset';
import type { Outline } from './promptOutline';
import { insertionAtFront } from './insertionPoint';

/** Finds instructions behind the offset `limit`, where the model stops reading. */
export function instructionsPastLimit(outline: Outline, limit: number): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences
    .slice(firstFrom(sentences, limit))
    .filter(({ start, end }) => isInstruction(prose.slice(start, end)))
    .map((sentence) => {
      // A sentence that ends in a colon introduces the text after it, so it must not move alone.
      const endsInColon = text[sentence.end - 1] === ':';
      const move = movableLine(outline, sentence, limit);
      const fix = endsInColon ? {} : { move, to: insertionAtFront(outline, move) };
      return { kind: 'past-window', ...sentence, ...fix };
    });
}

/** UTF-16 code units of a line that moves as a whole. */
const LONGEST_LINE = 2_000;

/** The whole line of a sentence when all of it is prose behind the limit; otherwise, and in a long line, the sentence. */
function movableLine(outline: Outline, sentence: Span, limit: number): Span {
  const { text } = outline;
  const start = startOfLine(outline, sentence.start);
  const end = endOfLine(outline, sentence.end);
  if (start < limit || end - start > LONGEST_LINE) return sentence;
  const isProse = !/[:{}]/.test(text.slice(start, end));
  return isProse ? { start, end } : sentence;
}
