import type { OrderFinding } from './finding';
import { isInstruction } from './lateInstructions';
import type { Outline } from './outline';
import { placeAtFront } from './place';

/** Instructions behind the place where a model stops reading. */
export function pastWindow(outline: Outline, stopsAt: number): OrderFinding[] {
  const { prose, text, sentences } = outline;
  return sentences
    .filter(({ start, end }) => start >= stopsAt && isInstruction(prose.slice(start, end)))
    .map((sentence) => {
      // What it announces would stay behind.
      const isColon = text[sentence.end - 1] === ':';
      const moved = isColon ? {} : { move: sentence, to: placeAtFront(outline, sentence) };
      return { kind: 'past-window', ...sentence, ...moved };
    });
}
