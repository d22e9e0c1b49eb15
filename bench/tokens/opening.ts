import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promptBert } from '../../src/core/models/modelSpec';
import { DocumentSync, type LiveText } from '../../src/host/documentSync';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, type Row } from '../row';

const IDLE_MS = 3_000;
/** What the goal adds to the idle delay. */
const ALLOWED_MS = 10;

/** How late timers fire in the process that tells a text to the one that counts it, 99th percentile. */
export async function openingDelay(text: string): Promise<Row> {
  const { inference, stop } = inferences['in a forked process']!();
  try {
    const counters = [{ model: promptBert.id, limit: 512 }];
    // The first answer waits for the process to start.
    await new DocumentSync('warm-up', still('Hello')).count(inference, counters, [], unhurried);
    const idle = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
    const opening = await delayDuring(() =>
      new DocumentSync('large', still(text)).count(inference, counters, [], unhurried),
    );
    const what = 'ms that timers are late while 5 MB are opened, 99th percentile; against idle + 10 ms';
    return lowerIsBetter(what, opening, idle + ALLOWED_MS, 1);
  } finally {
    stop();
  }
}

function still(text: string): LiveText {
  return { read: () => text, length: () => text.length };
}

async function delayDuring(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}
