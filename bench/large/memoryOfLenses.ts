import { MINILM, SMOLLM2 } from './packModels';
import { PASS_BYTES, PROCESS_BYTES } from '../../src/core/models/memoryNeed';
import { errorText } from '../../src/core/errorText';
import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../../test/helpers/completionRequest';
import { inferences, inferenceWithin, unhurried } from '../../test/helpers/inferences';
import { lowerIsBetter, type Row } from '../row';
import { mostMegabytes } from './memoryOfProcess';

const MOST_MB = 1_000;

/**
 * The most memory of the models' process while SmolLM2 writes and every lens is used, on a text of `tokens` tokens.
 *
 * @param whole at least that long
 */
export async function memoryOfLenses(whole: string, tokens: number): Promise<Row[]> {
  const { inference, pid, stop } = inferences['in a forked process']!();
  try {
    const { ends } = await inference.tokenize({ model: SMOLLM2, text: whole }, unhurried);
    const text = whole.slice(0, ends[tokens - 1]);
    await useLenses(inference, SMOLLM2, text, tokens);
    const alone = mostMegabytes(pid);
    const { loaded, lenses } = await inference.memoryNeed({ model: SMOLLM2 }, unhurried);
    await useLenses(inference, MINILM, text, tokens);
    await inference.compareSides({ causal: 'prompt-gpt', masked: 'prompt-bert', text, focus: text.length }, unhurried);
    await inference.complete(completionRequest(`${text} and`, { model: SMOLLM2 }), unhurried);
    const need = (PROCESS_BYTES + PASS_BYTES + loaded + lenses) / 1e6;
    return [
      lowerIsBetter(
        `${tokens} tokens: MB at most, SmolLM2 and its lenses; against the estimate before loading`,
        alone,
        need,
        1,
      ),
      lowerIsBetter(
        `${tokens} tokens: MB at most, every lens of every model; against ${MOST_MB}`,
        mostMegabytes(pid),
        MOST_MB,
        1,
      ),
    ];
  } finally {
    stop();
  }
}

/**
 * The most memory of the models' process within a limit that SmolLM2 and its lenses do not fit in, while each model writes and
 * every lens of each is requested, twice.
 */
export async function memoryWithinLimit(text: string, limit: number): Promise<Row> {
  const { inference, pid, stop } = inferenceWithin(limit);
  try {
    for (let round = 0; round < 2; round++) {
      for (const model of [SMOLLM2, MINILM, 'prompt-bert', 'prompt-gpt'])
        await useLenses(inference, model, text, 512).catch(refusedForLimit);
      await inference.compareSides({ causal: 'prompt-gpt', masked: 'prompt-bert', text, focus: 1 }, unhurried);
    }
    return lowerIsBetter(`MB at most, all models within leftContext.memory.limit`, mostMegabytes(pid), limit, 1 / 1.1);
  } finally {
    stop();
  }
}

/** What does not fit is refused; that is no failure here. */
function refusedForLimit(error: unknown): void {
  if (!errorText(error).includes('leftContext.memory.limit')) throw error;
}

/** Requests what the lenses of a model request. */
async function useLenses(inference: Inference, model: string, text: string, windowTokens: number): Promise<void> {
  const { task, layers } = await inference.describe({ model }, unhurried);
  const window = { model, text, focus: text.length, windowTokens };
  const attention = { models: [model], text, focus: text.length, windowTokens };
  if (task === 'causal') {
    await inference.complete(completionRequest(text, { model }), unhurried);
    await inference.surprise({ model, text, focus: text.length }, unhurried);
    await inference.nextToken({ model, left: text }, unhurried);
    await inference.influence({ model, text, start: text.length - 60, end: text.length, answer: 'Yes.' }, unhurried);
  }
  for (const layer of [1, layers - 1, 'mean', 'rollout'] as const)
    await inference.attend({ ...attention, selections: [{ model, layer, head: 'mean' }] }, unhurried);
  await inference.surveyHeads(attention, unhurried);
  await inference.vectors({ ...window, layers: [0, layers >> 1, layers] }, unhurried);
  await inference.attentionSteps({ ...window, layer: layers >> 1, head: 1 }, unhurried);
}
