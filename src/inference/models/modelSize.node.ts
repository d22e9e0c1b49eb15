import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelConfig } from '../../core/models/checkNumbersInConfig';
import { memoryNeedOf, type MemoryNeed } from '../../core/models/memoryNeed';
import { bestVariant } from './refuseFolderWithoutGraph.node';
import type { ModelFolder } from './findModelById.node';
import { DECODER_NAME } from './gguf/decoderFromGguf.node';

/** Estimates what a model takes in memory, from its config.json and the sizes of its files. Throws when it has no graph. */
export async function memoryNeedOfFolder(folder: ModelFolder): Promise<MemoryNeed> {
  const { spec } = folder;
  const { files } = await bestVariant(folder);
  const paths = files.map((file) => path.join(folder.path, file));
  const sizes = await Promise.all(paths.map(async (file) => (await stat(file)).size));
  const config = folder.config as ModelConfig;
  const width = firstNumber(config, ['hidden_size', 'n_embd', 'd_model', 'dim']) ?? DEFAULT_WIDTH;
  const headWidth = firstNumber(config, ['head_dim']) ?? width / spec.heads;
  const keyHeads = firstNumber(config, ['num_key_value_heads']) ?? spec.heads;
  return memoryNeedOf({
    file: sizes.reduce((sum, size) => sum + size, 0),
    layers: spec.layers + (spec.decoderLayers ?? 0),
    heads: spec.heads,
    width,
    keyWidth: spec.task === 'causal' || spec.task === 'text-to-text' ? keyHeads * headWidth : 0,
    isOurs: await isDecoderOfOurs(paths[0]!),
  });
}

/** Of a model whose config.json does not say: that of GPT-2 and BERT. */
const DEFAULT_WIDTH = 768;

function firstNumber(config: ModelConfig, keys: readonly string[]): number | undefined {
  return keys.map((key) => config[key]).find((value) => typeof value === 'number' && value > 0) as number | undefined;
}

/** Whether a graph was made from a GGUF file here: its first bytes name who made it, and the graph. */
async function isDecoderOfOurs(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(40), 0, 40, 0);
    const start = buffer.subarray(0, bytesRead);
    return start.includes('left-context') && start.includes(DECODER_NAME);
  } finally {
    await handle.close();
  }
}
