import type { OrderFinding } from './orderFinding';
import { isInstruction } from './lateInstructions';
import type { Span } from '../text/span';
import { endOfLine, startOfLine, type Outline } from './outline';
import { insertionAtFront } from './insertionPoint';

/** Instructions behind the place where a model stops reading. */
export function instructionsPastLimit(outline: Outline, stopsAt: number): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences
    .filter(({ start, end }) => start >= stopsAt && isInstruction(prose.slice(start, end)))
    .map((sentence) => {
      // What it announces would stay behind.
      const isColon = text[sentence.end - 1] === ':';
      const move = lineWithin(text, sentence, stopsAt);
      const moved = isColon ? {} : { move, to: insertionAtFront(outline, move) };
      return { kind: 'past-window', ...sentence, ...moved };
    });
}

/** The line of a sentence, whose others go with it, if all of it stands behind the limit; otherwise the sentence. */
function lineWithin(text: string, sentence: Span, stopsAt: number): Span {
  const start = startOfLine(text, sentence.start);
  const end = endOfLine(text, sentence.end);
  const isOneParagraph = !/[:{}]/.test(text.slice(start, end));
  return start >= stopsAt && isOneParagraph ? { start, end } : sentence;
}
