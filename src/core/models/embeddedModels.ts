import type { ModelSpec } from './modelSpec';

/** The embedded GPT, for ghost text and for attention over the left context. */
export const promptGpt = {
  id: 'prompt-gpt',
  label: 'GPT',
  task: 'causal',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/** The embedded BERT, for token counts of the bert-base-uncased family and for attention in both directions. */
export const promptBert = {
  id: 'prompt-bert',
  label: 'BERT',
  task: 'masked',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/**
 * The embedded n-gram: the fallback while a model is loading, and a comparison for models. It reads four tokens of
 * prompt-gpt's vocabulary.
 */
export const PROMPT_NGRAM = 'prompt-ngram';

/** The embedded neural models. */
export const embeddedModels: readonly ModelSpec[] = [promptBert, promptGpt];
