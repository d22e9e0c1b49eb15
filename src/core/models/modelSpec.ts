/**
 * What a model was trained for.
 *
 * - `causal`: predicts the next token from the left context only.
 * - `masked`: predicts masked tokens from both sides, and cannot generate text.
 * - `text-to-text`: its encoder reads both sides, and its decoder writes from left to right.
 */
export type Task = 'causal' | 'masked' | 'text-to-text';

/** What is known about a model before it is loaded. */
export interface ModelSpec {
  /** A folder below `models/`, the hub id of a downloaded model (owner/name), or the absolute path of a folder. */
  readonly id: string;
  /** Name shown to the user. */
  readonly label: string;
  readonly task: Task;
  /** Maximum tokens, including special tokens; undefined when positions are relative, so that there is no limit. */
  readonly contextLength: number | undefined;
  /** Attention layers; for a text-to-text model, those of its encoder. */
  readonly layers: number;
  /** Only for text-to-text models. */
  readonly decoderLayers?: number | undefined;
  /** Attention heads of each layer. */
  readonly heads: number;
}

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

/** Context length in tokens of OpenAI's first models with each encoding. */
const ENCODING_LIMITS: Readonly<Record<string, number>> = { o200k_base: 128_000, cl100k_base: 8_192, r50k_base: 2_049 };

/** Names of OpenAI's encodings that tokens can be counted with. */
export const openAiEncodings: readonly string[] = Object.keys(ENCODING_LIMITS);

/** The token limit of an embedded model or OpenAI encoding; undefined for other models. */
export function defaultLimit(model: string): number | undefined {
  return embeddedModels.find(({ id }) => id === model)?.contextLength ?? ENCODING_LIMITS[model];
}

/** Whether `id` has the form of a model id on a hub, owner/name. */
export function isHubId(id: string): boolean {
  return /^[\w][\w.-]*\/[\w][\w.-]*$/.test(id) && !id.includes('..');
}

/** Whether `id` is an absolute path, on Windows, macOS or Linux. */
export function isFolder(id: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(id);
}

/** A model's name for users: the label of an embedded model, else the last part of its id or path. */
export function labelOf(id: string): string {
  return embeddedModels.find((model) => model.id === id)?.label ?? id.split(/[\\/]/).findLast(Boolean) ?? id;
}
