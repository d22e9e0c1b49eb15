import type { OrderFinding } from './orderFindingTypes';
import { forwardReferences } from './forwardReferences';
import { lateInstructions } from './lateInstructions';
import { lateIntroductions } from './lateIntroductions';
import { announcedButMissing } from './announcedButMissing';
import { instructionsPastLimit } from './instructionsPastLimit';
import { outlineOf } from './promptOutline';

/** Earlier rules take precedence where findings overlap. */
const RULES = [announcedButMissing, forwardReferences, lateIntroductions, lateInstructions];

/**
 * Finds what is out of order for a model that reads from left to right, in text order, without overlaps.
 *
 * @param limit UTF-16 offset at which the model stops reading; by default the end of the text
 */
export function findOrderProblems(text: string, limit = text.length): OrderFinding[] {
  const outline = outlineOf(text);
  const candidates = [...RULES.flatMap((rule) => rule(outline)), ...instructionsPastLimit(outline, limit)];
  const isTaken = new Uint8Array(text.length);
  const findings = candidates.filter(({ start, end }) => {
    const overlaps = isTaken.subarray(start, end).includes(1);
    if (!overlaps) isTaken.fill(1, start, end);
    return !overlaps;
  });
  return findings.sort((a, b) => a.start - b.start);
}
