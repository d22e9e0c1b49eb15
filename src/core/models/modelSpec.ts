/** All tasks of models. */
export const TASKS = ['causal', 'masked', 'encoder', 'text-to-text'] as const;

/**
 * What a model was trained for.
 *
 * - `causal`: predicts the next token from the left context only.
 * - `masked`: predicts masked tokens from both sides, and cannot generate text.
 * - `encoder`: reads both sides and has no head that predicts words, as models for sentence embeddings. It can be looked at.
 * - `text-to-text`: its encoder reads both sides, and its decoder writes from left to right.
 */
export type Task = (typeof TASKS)[number];

/** What is known about a model before it is loaded. */
export interface ModelSpec {
  /**
   * A folder below `models/`, the name of a model of another extension, the hub id of a downloaded model (owner/name), or
   * the absolute path of a folder.
   */
  readonly id: string;
  /** Name shown to the user. */
  readonly label: string;
  readonly task: Task;
  /** Maximum tokens, including special tokens; undefined when positions are relative, so that there is no limit. */
  readonly contextLength: number | undefined;
  /** Tokens that sentence-transformers reads of a text, special tokens included; undefined unless the model says so. */
  readonly sentenceLength?: number | undefined;
  /** Tokens after which its tokenizer cuts a text, special tokens included; undefined unless the model says so. */
  readonly tokenizerLength?: number | undefined;
  /** Attention layers; for a text-to-text model, those of its encoder. */
  readonly layers: number;
  /** Only for text-to-text models. */
  readonly decoderLayers?: number | undefined;
  /** Attention heads of each layer. */
  readonly heads: number;
}
