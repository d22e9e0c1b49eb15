import '../../src/inference/models/onnxRuntime.node';
import { env } from '@xenova/transformers';
import { topToken } from '../../src/inference/generation/topTokens';
import { PrefixReader } from '../../src/inference/generation/prefixCachingReader';
import { loadedModel, models } from '../../test/helpers/fixtures';
import { answerKeystrokes, NEW_TOKENS } from './answerKeystrokes';
import { CONTEXT } from './keystrokes';

/** Generates 16 tokens the way ghost text does: ourGeneration.ts MODEL */
async function main(id: string): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  const model = await loadedModel(id);
  const reader = new PrefixReader(model, CONTEXT);
  await answerKeystrokes(id, async (prompt) => {
    let ids = Int32Array.of(model.tokenizer.endOfText, ...model.tokenizer.encode(prompt).ids);
    for (let count = 0; count < NEW_TOKENS; count++) {
      ids = Int32Array.of(...ids, topToken(await reader.read(ids, 1)).id);
    }
  });
}

void main(process.argv[2]!);
