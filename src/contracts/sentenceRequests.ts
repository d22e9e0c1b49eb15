import type { PartEffect, RedundantParts } from '../core/sentences/partEffect';
import type { Span } from '../core/text/span';

/** How a prompt was put before a model: as a message of the user in its chat template, or as it stands. */
export type ReadThrough = 'chat template' | 'plain text';

/** How a prompt is to be put before a model: `automatic` is through its chat template if it has one. */
export type WantedReading = 'automatic' | 'plain text';

/** Requests what leaving out each part of a prompt changes. */
export interface SentenceEffectsRequest {
  readonly model: string;
  readonly text: string;
  /** Sentences, sections or files in `text`, ascending and without overlaps. */
  readonly parts: readonly Span[];
  /**
   * Indices of the parts to measure, in this order, and nothing else. When undefined: all parts, those with the largest
   * estimate first, the noise, and which parts are redundant.
   */
  readonly wanted?: readonly number[] | undefined;
  /** Answers that the model could give. Without any, the distribution of the next token is compared. */
  readonly answers: readonly string[];
  readonly through: WantedReading;
}

/** How far a measurement is. */
export interface SentenceProgress {
  /** The share that is done, 0 to 1. */
  readonly share: number;
  /** What is known so far; estimates become exact later. */
  readonly effects: readonly PartEffect[];
  /** As in SentenceEffects; undefined until it is known. */
  readonly noise: Float32Array | undefined;
}

/** What each measured part of a prompt changes. */
export interface SentenceEffects {
  readonly through: ReadThrough;
  /** −log₂ of each answer's probability behind the whole prompt [answers]. */
  readonly answerBits: Float32Array;
  /** Tokens of each answer [answers]. */
  readonly answerTokens: Int32Array;
  /** One for each part that the model sees and that was wanted, in the order of `parts`. */
  readonly effects: readonly PartEffect[];
  /**
   * What a sentence without meaning for the answer can change, by the same measure: 19 of 20 change less [answers, or 1
   * without answers]. Undefined where only some parts were wanted.
   */
  readonly noise: Float32Array | undefined;
  readonly redundant: readonly RedundantParts[];
  /** UTF-16 offset into `text` from which on the model sees it: not 0 where the prompt is longer than its window. */
  readonly seenFrom: number;
  /** Tokens of the prompt as the model reads it, and how many it would have if nothing were cut. */
  readonly promptTokens: number;
  readonly allTokens: number;
  /** Tokens that went through the model for this. */
  readonly tokensRead: number;
  /** Whether divergences are lower bounds: the engine lists only the likeliest tokens. */
  readonly isLowerBound?: boolean;
}

/** Requests what variants of a prompt change: earlier versions, or the prompt with a part elsewhere. */
export interface VariantEffectsRequest {
  readonly model: string;
  readonly text: string;
  readonly variants: readonly string[];
  readonly answers: readonly string[];
  readonly through: WantedReading;
}

/** What a model makes of a prompt and its variants. */
export interface VariantEffects {
  readonly through: ReadThrough;
  /** As in SentenceEffects [answers]. */
  readonly answerBits: Float32Array;
  readonly answerTokens: Int32Array;
  /** What each variant changes, as in PartEffect [variants]. */
  readonly bits: readonly Float32Array[];
  /** UTF-16 offsets from which on the model sees the prompt and each variant [1 + variants]. */
  readonly seenFrom: readonly number[];
  /** Whether divergences are lower bounds: the engine lists only the likeliest tokens. */
  readonly isLowerBound?: boolean;
}

/** Requests answers of the model's own. */
export interface AnswersRequest {
  readonly model: string;
  readonly text: string;
  readonly through: WantedReading;
  /** How many: the first is the likeliest token by token, others are drawn. */
  readonly count: number;
  /** Most tokens of an answer. */
  readonly maxTokens: number;
}
