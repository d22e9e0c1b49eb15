import type { Inference } from '../../contracts/inference';
import { openAiEncodings } from '../../core/models/defaultTokenLimit';
import { promptGpt } from '../../core/models/embeddedModels';
import { checkTask } from './checkModelFitsRole';
import type { Role } from './modelRoles';

/** Runs a small job of the role with a model. Throws when the model cannot do it. */
export async function tryOutModel(role: Role, model: string, inference: Inference): Promise<void> {
  const { signal } = new AbortController();
  if (!openAiEncodings.includes(model)) checkTask(role, await inference.describe({ model }, signal));
  const text = 'Try me';
  const window = { models: [model], text, focus: 0, windowTokens: 16 };
  const sampling = { temperature: 0, topK: 1, topP: 1 };
  const completion = { left: text, right: '', length: 'word', confidence: 0, sampling, alternatives: 1 } as const;
  const words = { causal: promptGpt.id, masked: model, text, focus: 0, minLeftBits: 0 };
  const jobs: Record<Role, () => Promise<unknown>> = {
    completion: () => inference.complete({ ...completion, model }, signal),
    counting: () => inference.tokenize({ model, text }, signal),
    attention: () => inference.attend({ ...window, selections: [{ model, layer: 0, head: 0 }] }, signal),
    'both sides': () => inference.rightContextWords(words, signal),
    rewriting: () => inference.rewrite({ model, text: `summarize: ${text}`, maxTokens: 2 }, signal),
  };
  await jobs[role]();
}
