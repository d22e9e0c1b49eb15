import { promptBert } from '../models/embeddedModels';
import { labelOf } from '../models/modelLabel';

/** A model that tokens can be counted for without its weights. */
export interface CountableModel {
  /** The name in settings. */
  readonly id: string;
  /** The name that its users know. */
  readonly name: string;
  /** The tokenizer that counts for it: an embedded model, or one of OpenAI's encodings. */
  readonly tokenizer: string;
  /** In tokens, special tokens included; undefined for no limit. */
  readonly limit?: number;
  /** For a model whose tokenizer is not public: how many times as many tokens as `tokenizer` it is likely to count. */
  readonly factor?: number;
  /** Where the tokenizer and the limit are documented. */
  readonly source: string;
}

const OPENAI = 'https://platform.openai.com/docs/models';
const TIKTOKEN = 'https://github.com/openai/tiktoken/blob/main/tiktoken/model.py';

/** Models by the names that people know them by, the encodings themselves included. Limits as documented in November 2026. */
export const countableModels: readonly CountableModel[] = [
  { id: 'gpt-5', name: 'GPT-5', tokenizer: 'o200k_base', limit: 400_000, source: OPENAI },
  { id: 'gpt-4.1', name: 'GPT-4.1', tokenizer: 'o200k_base', limit: 1_047_576, source: OPENAI },
  { id: 'gpt-4o', name: 'GPT-4o', tokenizer: 'o200k_base', limit: 128_000, source: OPENAI },
  { id: 'o3', name: 'o3', tokenizer: 'o200k_base', limit: 200_000, source: OPENAI },
  { id: 'o4-mini', name: 'o4-mini', tokenizer: 'o200k_base', limit: 200_000, source: OPENAI },
  { id: 'gpt-4-turbo', name: 'GPT-4 Turbo', tokenizer: 'cl100k_base', limit: 128_000, source: OPENAI },
  { id: 'gpt-4', name: 'GPT-4', tokenizer: 'cl100k_base', limit: 8_192, source: OPENAI },
  { id: 'gpt-3.5-turbo', name: 'GPT-3.5 Turbo', tokenizer: 'cl100k_base', limit: 16_385, source: OPENAI },
  {
    id: 'text-embedding-3',
    name: 'text-embedding-3',
    tokenizer: 'cl100k_base',
    limit: 8_192,
    source: 'https://platform.openai.com/docs/guides/embeddings',
  },
  {
    id: 'gpt-2',
    name: 'GPT-2',
    tokenizer: 'r50k_base',
    limit: 1_024,
    source: 'https://huggingface.co/openai-community/gpt2',
  },
  { id: 'o200k_base', name: 'o200k_base', tokenizer: 'o200k_base', source: TIKTOKEN },
  { id: 'cl100k_base', name: 'cl100k_base', tokenizer: 'cl100k_base', source: TIKTOKEN },
  { id: 'r50k_base', name: 'r50k_base', tokenizer: 'r50k_base', source: TIKTOKEN },
  {
    id: promptBert.id,
    name: 'BERT',
    tokenizer: promptBert.id,
    limit: promptBert.contextLength,
    source: 'https://huggingface.co/google-bert/bert-base-uncased',
  },
  {
    id: 'all-MiniLM-L6-v2',
    name: 'all-MiniLM-L6-v2',
    tokenizer: promptBert.id,
    limit: 256,
    source: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2',
  },
  {
    id: 'bge-base-en-v1.5',
    name: 'bge-base-en-v1.5',
    tokenizer: promptBert.id,
    limit: 512,
    source: 'https://huggingface.co/BAAI/bge-base-en-v1.5',
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

/** The model that a setting names: one of the above, or a model on this machine, which counts with its own tokenizer. */
export function countableModel(id: string): Pick<CountableModel, 'id' | 'name' | 'tokenizer' | 'limit' | 'factor'> {
  return countableModels.find((model) => model.id === id) ?? { id, name: labelOf(id), tokenizer: id };
}
