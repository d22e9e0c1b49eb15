/** causal: predicts from the left context only. masked: reads both ways and cannot generate. */
export type Task = 'causal' | 'masked';

/** What a feature needs to know of a model before it is loaded. */
export interface ModelSpec {
  /** Folder below `models/`. */
  readonly id: string;
  /** Name shown to the user. */
  readonly label: string;
  readonly task: Task;
  /** Tokens that the model can read at once, special tokens included. */
  readonly contextLength: number;
  readonly layers: number;
  readonly heads: number;
}

/** The embedded GPT: ghost text, and attention over the left context. */
export const promptGpt: ModelSpec = {
  id: 'prompt-gpt',
  label: 'GPT',
  task: 'causal',
  contextLength: 512,
  layers: 8,
  heads: 8,
};

/** The embedded BERT: token counts of the bert-base-uncased family, and attention both ways. */
export const promptBert: ModelSpec = {
  id: 'prompt-bert',
  label: 'BERT',
  task: 'masked',
  contextLength: 512,
  layers: 8,
  heads: 8,
};

export const embeddedModels: readonly ModelSpec[] = [promptBert, promptGpt];

/** What OpenAI's first models with each encoding read. */
const ENCODING_LIMITS: Readonly<Record<string, number>> = { o200k_base: 128_000, cl100k_base: 8_192, r50k_base: 2_049 };

/** How many tokens a model reads, where that is known by its name alone. */
export function usualLimit(model: string): number | undefined {
  return embeddedModels.find(({ id }) => id === model)?.contextLength ?? ENCODING_LIMITS[model];
}
