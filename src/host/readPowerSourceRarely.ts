import type { PowerSource } from '../core/powerSupplyReadings';

/**
 * Reads the power source anew only when `intervalMs` have passed since the last reading, and never again on a machine
 * without a battery. A reading that fails counts as no battery.
 *
 * @param now milliseconds since any fixed time
 */
export function readRarely(
  read: () => Promise<PowerSource>,
  intervalMs: number,
  now: () => number = Date.now,
): () => Promise<PowerSource> {
  /** The last reading, and when the next one is due. */
  let last: { readonly source: Promise<PowerSource>; readonly dueMs: number } | undefined;
  return async () => {
    if (!last || now() >= last.dueMs) {
      const source = read().catch((): PowerSource => 'no battery');
      last = { source, dueMs: now() + intervalMs };
      if ((await source) === 'no battery') last = { source, dueMs: Infinity };
    }
    return last.source;
  };
}
