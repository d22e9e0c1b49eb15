import type { OrderFinding } from './orderFinding';
import { forwardReferences } from './forwardReferences';
import { lateInstructions } from './lateInstructions';
import { lateIntroductions } from './lateIntroductions';
import { missingAnnounced } from './missingAnnounced';
import { instructionsPastLimit } from './instructionsPastLimit';
import { outlineOf } from './outline';

/** UTF-16 code units of the longest text that is looked through. */
export const LONGEST_ORDERED = 50_000;

const RULES = [missingAnnounced, forwardReferences, lateIntroductions, lateInstructions];

/**
 * What in a text is out of order for who reads it from left to right, in order of the text; none overlap.
 *
 * @param stopsAt where reading stops, in UTF-16 code units; at the end unless told
 */
export function orderFindings(text: string, stopsAt = text.length): OrderFinding[] {
  const outline = outlineOf(text);
  const found = [...RULES.flatMap((rule) => rule(outline)), ...instructionsPastLimit(outline, stopsAt)];
  // What was found first by its rule, or is longer, stands for what overlaps it.
  const kept: OrderFinding[] = [];
  for (const finding of found)
    if (!kept.some((other) => finding.start < other.end && other.start < finding.end)) kept.push(finding);
  return kept.sort((a, b) => a.start - b.start);
}
