import { promptBert } from '../models/embeddedModels';

/** A model that tokens can be counted for without its weights. */
export interface CountableModel {
  /** The name in settings. */
  readonly id: string;
  /** The name that its users know. */
  readonly name: string;
  /** What counts for it: an embedded model, one of OpenAI's encodings, or a model on the hub whose tokenizer is fetched first. */
  readonly tokenizer: string;
  /** In tokens, special tokens included; undefined for no limit, or where it is not known. */
  readonly limit?: number | undefined;
  /** For a model whose tokenizer is not public: how many times as many tokens as `tokenizer` it is likely to count. */
  readonly factor?: number | undefined;
  /** Where the tokenizer and the limit are documented. */
  readonly source: string;
}

const OPENAI = 'https://platform.openai.com/docs/models';
const TIKTOKEN = 'https://github.com/openai/tiktoken/blob/main/tiktoken/model.py';
const hub = (id: string) => `https://huggingface.co/${id}`;

/** Models of OpenAI with the same encoding; `limits` by id. */
function openAi(tokenizer: string, limits: Readonly<Record<string, [name: string, limit: number]>>): CountableModel[] {
  return Object.entries(limits).map(([id, [name, limit]]) => ({ id, name, tokenizer, limit, source: OPENAI }));
}

/** A model whose tokenizer is fetched from the hub; `of` names the model itself, where a copy needs no permission. */
function fetched(id: string, name: string, tokenizer: string, limit: number, of = tokenizer): CountableModel {
  return { id, name, tokenizer, limit, source: hub(of) };
}

/**
 * Models by the names that people know them by, the encodings themselves included. Limits are the context windows that their
 * makers document, as of November 2026.
 */
export const countableModels: readonly CountableModel[] = [
  ...openAi('o200k_base', {
    'gpt-5': ['GPT-5', 400_000],
    'gpt-5-mini': ['GPT-5 mini', 400_000],
    'gpt-5-nano': ['GPT-5 nano', 400_000],
    'gpt-4.1': ['GPT-4.1', 1_047_576],
    'gpt-4.1-mini': ['GPT-4.1 mini', 1_047_576],
    'gpt-4.1-nano': ['GPT-4.1 nano', 1_047_576],
    'gpt-4o': ['GPT-4o', 128_000],
    'gpt-4o-mini': ['GPT-4o mini', 128_000],
    o1: ['o1', 200_000],
    o3: ['o3', 200_000],
    'o3-mini': ['o3-mini', 200_000],
    'o4-mini': ['o4-mini', 200_000],
  }),
  ...openAi('o200k_harmony', { 'gpt-oss-120b': ['gpt-oss 120B', 131_072], 'gpt-oss-20b': ['gpt-oss 20B', 131_072] }),
  ...openAi('cl100k_base', {
    'gpt-4-turbo': ['GPT-4 Turbo', 128_000],
    'gpt-4': ['GPT-4', 8_192],
    'gpt-4-32k': ['GPT-4 32k', 32_768],
    'gpt-3.5-turbo': ['GPT-3.5 Turbo', 16_385],
    'text-embedding-3': ['text-embedding-3', 8_192],
    'text-embedding-3-small': ['text-embedding-3-small', 8_192],
    'text-embedding-3-large': ['text-embedding-3-large', 8_192],
    'text-embedding-ada-002': ['text-embedding-ada-002', 8_192],
  }),
  ...openAi('p50k_base', { 'text-davinci-003': ['text-davinci-003', 4_097] }),
  { id: 'gpt-2', name: 'GPT-2', tokenizer: 'r50k_base', limit: 1_024, source: hub('openai-community/gpt2') },
  ...['o200k_base', 'o200k_harmony', 'cl100k_base', 'p50k_base', 'r50k_base'].map((id) => ({
    id,
    name: id,
    tokenizer: id,
    source: TIKTOKEN,
  })),
  {
    id: promptBert.id,
    name: 'BERT',
    tokenizer: promptBert.id,
    limit: promptBert.contextLength,
    source: hub('google-bert/bert-base-uncased'),
  },
  {
    id: 'all-MiniLM-L6-v2',
    name: 'all-MiniLM-L6-v2',
    tokenizer: promptBert.id,
    limit: 256,
    source: hub('sentence-transformers/all-MiniLM-L6-v2'),
  },
  {
    id: 'bge-base-en-v1.5',
    name: 'bge-base-en-v1.5',
    tokenizer: promptBert.id,
    limit: 512,
    source: hub('BAAI/bge-base-en-v1.5'),
  },
  fetched('llama-3.1', 'Llama 3.1', 'unsloth/Meta-Llama-3.1-8B-Instruct', 131_072, 'meta-llama/Llama-3.1-8B-Instruct'),
  fetched('llama-3.2', 'Llama 3.2', 'unsloth/Llama-3.2-3B-Instruct', 131_072, 'meta-llama/Llama-3.2-3B-Instruct'),
  fetched('llama-3.3', 'Llama 3.3', 'unsloth/Llama-3.3-70B-Instruct', 131_072, 'meta-llama/Llama-3.3-70B-Instruct'),
  fetched('qwen-2.5', 'Qwen 2.5', 'Qwen/Qwen2.5-7B-Instruct', 131_072),
  fetched('qwen-3', 'Qwen 3', 'Qwen/Qwen3-8B', 32_768),
  fetched('gemma-3', 'Gemma 3', 'unsloth/gemma-3-4b-it', 131_072, 'google/gemma-3-4b-it'),
  fetched(
    'mistral-7b-v0.3',
    'Mistral 7B',
    'unsloth/mistral-7b-instruct-v0.3',
    32_768,
    'mistralai/Mistral-7B-Instruct-v0.3',
  ),
  fetched(
    'mistral-nemo',
    'Mistral Nemo',
    'unsloth/Mistral-Nemo-Instruct-2407',
    131_072,
    'mistralai/Mistral-Nemo-Instruct-2407',
  ),
  fetched('phi-4', 'Phi-4', 'microsoft/phi-4', 16_384),
  fetched('deepseek-v3', 'DeepSeek V3', 'deepseek-ai/DeepSeek-V3', 131_072),
  fetched('smollm3', 'SmolLM3', 'HuggingFaceTB/SmolLM3-3B', 65_536),
  fetched('roberta-base', 'RoBERTa', 'FacebookAI/roberta-base', 512),
  fetched('modernbert-base', 'ModernBERT', 'answerdotai/ModernBERT-base', 8_192),
  fetched('bge-m3', 'bge-m3', 'BAAI/bge-m3', 8_192),
  fetched('all-mpnet-base-v2', 'all-mpnet-base-v2', 'sentence-transformers/all-mpnet-base-v2', 384),
  fetched('multilingual-e5', 'multilingual-e5', 'intfloat/multilingual-e5-small', 512),
  {
    // Measured on 128 files for agents of 18 repositories: the tokenizer of Gemma, which is said to be that of Gemini, against
    // o200k_base.
    id: 'gemini',
    name: 'Gemini',
    tokenizer: 'o200k_base',
    limit: 1_048_576,
    factor: 1.06,
    source: 'https://ai.google.dev/gemini-api/docs/tokens',
  },
  {
    id: 'claude',
    name: 'Claude',
    tokenizer: 'o200k_base',
    limit: 200_000,
    factor: 1.2,
    source: 'https://platform.claude.com/docs/en/build-with-claude/token-counting',
  },
];
