import type { ModelSpec } from './modelSpec';

/*
 * The labels say that these models are small and our own: beside SmolLM2 or the real BERT, nobody should take them for
 * their peers.
 */

/** The embedded GPT, for ghost text and for attention over the left context. */
export const promptGpt = {
  id: 'prompt-gpt',
  label: 'our small GPT',
  task: 'causal',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/** The embedded BERT, for token counts of the bert-base-uncased family and for attention in both directions. */
export const promptBert = {
  id: 'prompt-bert',
  label: 'our small BERT',
  task: 'masked',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/**
 * The embedded n-gram: it stands in while a model is loading, and a comparison for models. It reads four tokens of
 * prompt-gpt's vocabulary.
 */
export const PROMPT_NGRAM = 'prompt-ngram';
/** Its name for users. */
export const PROMPT_NGRAM_LABEL = 'our n-gram';

/** The embedded neural models. */
export const embeddedModels: readonly ModelSpec[] = [promptBert, promptGpt];
