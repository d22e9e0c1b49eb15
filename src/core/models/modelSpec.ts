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
