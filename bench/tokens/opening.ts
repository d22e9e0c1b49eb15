import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promptBert } from '../../src/core/models/embeddedModels';
import { DocumentSync, type LiveText } from '../../src/host/sendTextChanges';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, type Row } from '../row';

const IDLE_MS = 3_000;
/** How much the delay may exceed the idle delay. */
const ALLOWED_MS = 10;

/**
 * Timer delay in the process that sends a large text to the counting process, against the idle delay, 99th percentiles.
 */
export async function openingDelay(text: string): Promise<Row> {
  const { inference, stop } = inferences['in a forked process']!();
  try {
    const counters = [{ model: promptBert.id, limit: 512 }];
    // The first answer waits for the process to start.
    await new DocumentSync('warm-up', unchanging('Hello')).count(inference, counters, [], unhurried);
    const idle = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
    const opening = await delayDuring(() =>
      new DocumentSync('large', unchanging(text)).count(inference, counters, [], unhurried),
    );
    const what = 'ms that timers are late while a document of 5 MB opens, 99th percentile; against idle + 10 ms';
    return lowerIsBetter(what, opening, idle + ALLOWED_MS, 1);
  } finally {
    stop();
  }
}

/** A text that does not change. */
function unchanging(text: string): LiveText {
  return { read: () => text, length: () => text.length };
}

/** The 99th percentile of the event loop's delay during `work`, in milliseconds. */
async function delayDuring(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}
