import { env, pipeline, type TextGenerationPipeline } from '@xenova/transformers';
import { models } from '../../test/helpers/fixtures';
import { answerKeystrokes, NEW_TOKENS } from './answerKeystrokes';

/** 16 tokens as transformers.js's own pipeline writes them, from the graph as it is: wayPipeline.ts MODEL */
async function main(id: string): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const generate = (await pipeline('text-generation', id, {
    device: 'auto',
    session_options: { executionProviders: ['cpu'], intraOpNumThreads: 1 },
  })) as TextGenerationPipeline;
  const exactly = { min_new_tokens: NEW_TOKENS, max_new_tokens: NEW_TOKENS, do_sample: false };
  await answerKeystrokes(id, (prompt) => generate(prompt, exactly));
}

void main(process.argv[2]!);
