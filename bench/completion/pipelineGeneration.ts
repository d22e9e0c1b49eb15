import { env, pipeline, type TextGenerationPipeline } from '@xenova/transformers';
import { models } from '../../test/helpers/fixtures';
import { answerKeystrokes, NEW_TOKENS } from './answerKeystrokes';

/** Generates 16 tokens with transformers.js's pipeline and the unmodified graph: pipelineGeneration.ts MODEL */
async function main(id: string): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const generate = (await pipeline('text-generation', id, {
    device: 'auto',
    session_options: { executionProviders: ['cpu'], intraOpNumThreads: 1 },
  })) as TextGenerationPipeline;
  const options = { min_new_tokens: NEW_TOKENS, max_new_tokens: NEW_TOKENS, do_sample: false };
  await answerKeystrokes(id, (prompt) => generate(prompt, options));
}

void main(process.argv[2]!);
