import '../src/inference/models/onnxRuntime.node';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { env } from '@xenova/transformers';
import { promptGpt } from '../src/core/models/embeddedModels';
import type { ModelSpec } from '../src/core/models/modelSpec';
import { loadedModel, root } from '../test/helpers/fixtures';
import { firstToken, oneMoreToken, sixteenTokens } from './completion/generation';
import { eventLoopDelay, typingSession } from './completion/session';
import type { Row } from './row';

/** A model of distilgpt2's size with random weights, from python training/random_gpt.py large. */
const LARGE: ModelSpec = {
  id: path.join(root, 'training', 'work', 'random-gpt'),
  label: 'distilgpt2’s size, random weights',
  task: 'causal',
  contextLength: 1024,
  layers: 6,
  heads: 12,
};

/**
 * Speed of suggestions: our generation against transformers.js's pipeline and bare runs of the graph, on one thread.
 */
export async function completion(quick: boolean): Promise<Row[]> {
  env.allowRemoteModels = false;
  const rounds = quick ? 20 : 60;
  const rows = [await sixteenTokens(promptGpt, rounds, 6)];
  if (existsSync(LARGE.id)) rows.push(await sixteenTokens(LARGE, 20, 3));
  else console.log(`Left out: ${LARGE.label}. Make it with python training/random_gpt.py large.`);
  const embedded = await loadedModel(promptGpt.id);
  return [
    ...rows,
    await firstToken(embedded, rounds),
    await oneMoreToken(embedded, 3 * rounds),
    await typingSession(quick ? 200 : 500),
    await eventLoopDelay(quick ? 4_000 : 12_000),
  ];
}
