import type { OrderFinding } from './orderFindingTypes';
import { isInstruction } from './recognizeInstruction';
import type { Span } from '../text/span';
import { endOfLine, startOfLine } from './lineBounds';
import type { Outline } from './promptOutline';
import { insertionAtFront } from './insertionPoint';

/** Finds instructions behind the offset `limit`, where the model stops reading. */
export function instructionsPastLimit(outline: Outline, limit: number): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences
    .filter(({ start, end }) => start >= limit && isInstruction(prose.slice(start, end)))
    .map((sentence) => {
      // A sentence that ends in a colon introduces the text after it, so it must not move alone.
      const endsInColon = text[sentence.end - 1] === ':';
      const move = movableLine(text, sentence, limit);
      const fix = endsInColon ? {} : { move, to: insertionAtFront(outline, move) };
      return { kind: 'past-window', ...sentence, ...fix };
    });
}

/** The whole line of a sentence when all of it is prose behind the limit; otherwise the sentence. */
function movableLine(text: string, sentence: Span, limit: number): Span {
  const start = startOfLine(text, sentence.start);
  if (start < limit) return sentence;
  const end = endOfLine(text, sentence.end);
  const isProse = !/[:{}]/.test(text.slice(start, end));
  return isProse ? { start, end } : sentence;
}
