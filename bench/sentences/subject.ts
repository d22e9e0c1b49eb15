import path from 'node:path';
import type { SentenceEffects, SentenceEffectsRequest, SentenceProgress } from '../../src/contracts/sentenceRequests';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel } from '../../src/inference/models/loadedModel';
import { atOnce } from '../../src/inference/requestScheduler';
import { throughChatTemplate, type Framing } from '../../src/inference/sentences/framing';
import { measureSentences } from '../../src/inference/sentences/measureSentences';
import { sentenceModel, type SentenceModel } from '../../src/inference/sentences/sentenceModel';
import { loadChatTemplate } from '../../src/inference/tokens/chatTemplate.node';
import { places, root } from '../../test/helpers/fixtures';

/** SmolLM2, which reads prompts through its chat template. */
export interface Subject {
  readonly model: SentenceModel;
  readonly framing: Framing;
}

/** The folder of the pack's model, which `node scripts/packModels.js` makes. */
export const SMOLLM2 = path.join(root, 'packs', 'smollm2', 'models', 'smollm2');

export async function subjectIn(folder: string): Promise<Subject> {
  const loaded = await loadModel(await findModel(folder, places), 1);
  const render = (await loadChatTemplate(folder, 'SmolLM2'))!;
  return { model: sentenceModel(loaded), framing: throughChatTemplate(loaded.tokenizer, render) };
}

export function measure(
  { model, framing }: Subject,
  request: Pick<SentenceEffectsRequest, 'text' | 'parts' | 'answers' | 'wanted'>,
  onProgress?: (progress: SentenceProgress) => void,
): Promise<SentenceEffects> {
  return measureSentences(model, framing, { model: 'smollm2', through: 'automatic', ...request }, atOnce, onProgress);
}

/** Parts by the size of the change for the first answer, the largest first. */
export function largestFirst({ effects }: Pick<SentenceEffects, 'effects'>): number[] {
  return effects.toSorted((a, b) => Math.abs(b.bits[0]!) - Math.abs(a.bits[0]!)).map(({ part }) => part);
}

/** Tokens as passes: how often the prompt and its answer could have been read with as many. */
export function passesOf(tokens: number, { promptTokens, answerTokens }: SentenceEffects): number {
  return tokens / (promptTokens + answerTokens[0]!);
}
