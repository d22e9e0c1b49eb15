import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../../test/helpers/completionRequest';
import { samplePrompt } from '../../test/helpers/fixtures';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, percentile, type Row } from '../row';

const EDITOR_DEBOUNCE_MS = 50;
/** Time between two keystrokes. */
const KEY_MS = 30;

/** Time from each keystroke of a session to its suggestion, including the forked process and its messages. */
export async function typingSession(keys: number): Promise<Row> {
  const times: number[] = [];
  await withProcess(async (inference) => {
    const text = samplePrompt('research-assistant.md');
    const first = Math.max(1, text.length - keys);
    for (let caret = first; caret < first + keys && caret <= text.length; caret++) {
      const start = performance.now();
      await inference.complete(completionRequest(text.slice(0, caret)), unhurried);
      times.push(performance.now() - start);
    }
  });
  const what = `ms from key to suggestion, 95th percentile of ${times.length} keys; against the editor's own debounce`;
  return lowerIsBetter(what, percentile(times, 0.95), EDITOR_DEBOUNCE_MS, 0.5);
}

/**
 * Timer delay in the requesting process while suggestions are generated, against the delay when idle, 99th percentiles.
 */
export async function eventLoopDelay(milliseconds: number): Promise<Row> {
  let [busy, idle] = [0, 0];
  await withProcess(async (inference) => {
    const text = samplePrompt('research-assistant.md');
    idle = await delayDuring(() => pause(milliseconds / 2));
    const answers: Promise<unknown>[] = [];
    busy = await delayDuring(async () => {
      const end = performance.now() + milliseconds / 2;
      for (let caret = 200; performance.now() < end; caret = 200 + ((caret + 1) % 1000)) {
        answers.push(inference.complete(completionRequest(text.slice(0, caret)), unhurried));
        await pause(KEY_MS);
      }
    });
    // On a busy machine some are late, and the process must not stop before.
    await Promise.all(answers);
  });
  const what = 'ms that timers are late during generation, 99th percentile; against idle + 5 ms';
  return lowerIsBetter(what, busy, idle + 5, 1);
}

/** The 99th percentile of the event loop's delay during `work`, in milliseconds. */
async function delayDuring(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}

/** Runs `use` with a forked process whose model is loaded. */
async function withProcess(use: (inference: Inference) => Promise<void>): Promise<void> {
  const { inference, stop } = inferences['in a forked process']!();
  try {
    // The first answer waits for the model to load.
    await inference.complete(completionRequest('You are'), unhurried);
    await use(inference);
  } finally {
    stop();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
