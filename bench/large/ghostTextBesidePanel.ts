import { setTimeout as sleep } from 'node:timers/promises';
import type { Inference } from '../../src/contracts/inference';
import { PAGE_UPDATE_DELAY_MS } from '../../src/features/shared/pageUpdateDelay';
import { completionRequest } from '../../test/helpers/completionRequest';
import { inferences, unhurried } from '../../test/helpers/inferences';
import { seeded } from '../../test/helpers/random';
import { lowerIsBetter, percentile, type Row } from '../row';
import { SMOLLM2 } from './packModels';

const TOKENS = 512;
/** A typist's pace. */
const KEY_MS = { least: 70, most: 170 };
/** At the end of a word, somebody thinks in one of four cases. */
const THINKING = { share: 0.25, milliseconds: 500 };

/**
 * Types `keys` keys at the end of a text of 512 tokens, twice without and twice with the attention panel on it, which reads the
 * text again in each pause. Milliseconds from a key to its suggestion, 95 of 100 within them.
 *
 * @param text four times `keys` longer than that
 */
export async function ghostTextBesidePanel(text: string, keys: number): Promise<Row[]> {
  const { inference, stop } = inferences['in a forked process']!();
  try {
    const { ends } = await inference.tokenize({ model: SMOLLM2, text }, unhurried);
    const start = ends[TOKENS - 1]!;
    // Other text each time, since the model remembers what it has read.
    const typed = (turn: number, hasPanel: boolean) => type(inference, text, start + turn * keys, keys, hasPanel);
    const alone = await typed(0, false);
    const beside = await typed(1, true);
    alone.push(...(await typed(2, false)));
    beside.push(...(await typed(3, true)));
    const what = `ms from key to ghost text, p95 of ${2 * keys} keys, beside the panel at ${TOKENS} tokens; against without it`;
    return [lowerIsBetter(what, percentile(beside, 0.95), percentile(alone, 0.95), 1 / 1.5)];
  } finally {
    stop();
  }
}

async function type(
  inference: Inference,
  text: string,
  start: number,
  keys: number,
  hasPanel: boolean,
): Promise<number[]> {
  const random = seeded(3);
  const times: number[] = [];
  let panel = new AbortController();
  for (let end = start; end < start + keys; end++) {
    const left = text.slice(0, end);
    panel.abort();
    panel = new AbortController();
    if (hasPanel) void readSoon(inference, left, panel.signal);
    const began = performance.now();
    await inference.complete(completionRequest(left, { model: SMOLLM2 }), unhurried);
    // The first key waits until the model is loaded and has read the text.
    if (end > start) times.push(performance.now() - began);
    const isThinking = left.endsWith(' ') && random() < THINKING.share;
    const pause = KEY_MS.least + random() * (KEY_MS.most - KEY_MS.least) + (isThinking ? THINKING.milliseconds : 0);
    await sleep(Math.max(0, pause - (performance.now() - began)));
  }
  panel.abort();
  return times;
}

/** What the panel does after a key: it waits for a pause, and reads the text around the caret. */
async function readSoon(inference: Inference, text: string, signal: AbortSignal): Promise<void> {
  await sleep(PAGE_UPDATE_DELAY_MS);
  const selections = [{ model: SMOLLM2, layer: 15, head: 'mean' as const }];
  const window = { models: [SMOLLM2], text, focus: text.length, windowTokens: TOKENS };
  if (!signal.aborted) await inference.attend({ ...window, selections }, signal).catch(() => undefined);
}
