import { readStructure } from '../core/text/structure/textStructure';

/** Other extensions, which share the thread, wait no longer than for a slice; a step takes a few milliseconds at most. */
const SLICE_MS = 5;

/**
 * Reads the structure of a text before it is asked for, in slices of at most 10 ms for 100 kB. What asks for it then has it
 * at once.
 */
export async function readStructureInSlices(text: string): Promise<void> {
  const steps = readStructure(text);
  while (!runSlice(steps)) await new Promise((resolve) => setTimeout(resolve));
}

/** Returns whether the structure is read. */
function runSlice(steps: Iterator<void, unknown>): boolean {
  const end = performance.now() + SLICE_MS;
  do if (steps.next().done) return true;
  while (performance.now() < end);
  return false;
}
