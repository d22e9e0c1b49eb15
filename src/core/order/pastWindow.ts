import type { OrderFinding } from './finding';
import { frontMatterLength } from '../frontMatter';
import { isInstruction } from './lateInstructions';
import type { Outline } from './outline';

/** Instructions behind the place where a model stops reading. */
export function pastWindow({ prose, text, sentences }: Outline, stopsAt: number): OrderFinding[] {
  return sentences
    .filter(({ start, end }) => start >= stopsAt && isInstruction(prose.slice(start, end)))
    .map((sentence) => ({ kind: 'past-window', ...sentence, move: sentence, to: frontMatterLength(text) }));
}
