import type { EngineInfo } from '../engine';

/** In tokens, where an engine does not say how many its model can read. */
const USUAL = 4096;

/** How many tokens an engine's model can read. */
export function contextLengthOf({ contextLength }: EngineInfo): number {
  return contextLength ?? USUAL;
}
