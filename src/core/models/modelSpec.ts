/**
 * causal: predicts from the left context only. masked: reads both ways and cannot generate. text-to-text: reads both ways
 * in its encoder, and writes from left to right in its decoder.
 */
export type Task = 'causal' | 'masked' | 'text-to-text';

/** What a feature needs to know of a model before it is loaded. */
export interface ModelSpec {
  /** Folder below `models/`, id of a downloaded one (owner/name), or absolute path of a folder. */
  readonly id: string;
  /** Name shown to the user. */
  readonly label: string;
  readonly task: Task;
  /** Tokens that the model can read at once, special tokens included; undefined where positions are relative. */
  readonly contextLength: number | undefined;
  /** Layers with attention; of a text-to-text model, those of its encoder. */
  readonly layers: number;
  readonly decoderLayers?: number | undefined;
  readonly heads: number;
}

/** The embedded GPT: ghost text, and attention over the left context. */
export const promptGpt = {
  id: 'prompt-gpt',
  label: 'GPT',
  task: 'causal',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/** The embedded BERT: token counts of the bert-base-uncased family, and attention both ways. */
export const promptBert = {
  id: 'prompt-bert',
  label: 'BERT',
  task: 'masked',
  contextLength: 512,
  layers: 8,
  heads: 8,
} satisfies ModelSpec;

/** What stands in for models that are still being loaded, and beside them for comparison: it sees four tokens, of prompt-gpt's. */
export const PROMPT_NGRAM = 'prompt-ngram';

export const embeddedModels: readonly ModelSpec[] = [promptBert, promptGpt];

/** What OpenAI's first models with each encoding read. */
const ENCODING_LIMITS: Readonly<Record<string, number>> = { o200k_base: 128_000, cl100k_base: 8_192, r50k_base: 2_049 };

export const openAiEncodings: readonly string[] = Object.keys(ENCODING_LIMITS);

/** How many tokens a model reads, where that is known by its name alone. */
export function defaultLimit(model: string): number | undefined {
  return embeddedModels.find(({ id }) => id === model)?.contextLength ?? ENCODING_LIMITS[model];
}

/** Whether `id` has the form of a model on a hub, owner/name. */
export function isHubId(id: string): boolean {
  return /^[\w][\w.-]*\/[\w][\w.-]*$/.test(id) && !id.includes('..');
}

/** Whether `id` is the absolute path of a folder, on any system. */
export function isFolder(id: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(id);
}

/** How a model is named to the user: an embedded one by its label, others by the last part of their id or path. */
export function labelOf(id: string): string {
  return embeddedModels.find((model) => model.id === id)?.label ?? id.split(/[\\/]/).findLast(Boolean) ?? id;
}
