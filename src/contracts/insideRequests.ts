import type { AttendedTokens } from '../core/attention/displayedMap';

/** Requests the next-token distribution behind a text. */
export interface NextTokenRequest {
  /** A causal model, or the n-gram model. */
  readonly model: string;
  /** All text left of the token. */
  readonly left: string;
}

/** A causal model's distribution over its whole vocabulary, or over its likeliest tokens; likeliest token first. */
export interface NextToken {
  /** Text of each listed token [listed]. */
  readonly texts: readonly string[];
  /** Natural logarithm of each listed token's probability, at temperature 1 [listed]. */
  readonly logProbabilities: Float32Array;
  /** Probability of all tokens that are not listed, 0 to 1; undefined when all are. */
  readonly unseen?: number;
}

/** A window of one model's tokens around a place in a text. */
export interface ModelWindow {
  readonly model: string;
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Maximum tokens in the window, special tokens included. */
  readonly windowTokens: number;
}

/** Requests the hidden states of a window's tokens. */
export interface TokenVectorsRequest extends ModelWindow {
  /** 0 for the token embeddings without position embeddings; n, from 1, for the output of the nth layer. */
  readonly layers: readonly number[];
}

/** Hidden states of a window's tokens. */
export interface TokenVectors extends AttendedTokens {
  /**
   * One matrix per requested layer, each [size, width], row-major, size = number of pieces. Embeddings can be narrower
   * than hidden states.
   */
  readonly vectors: readonly Float32Array[];
}

/** Requests the steps that compute one row of one head's attention. */
export interface AttentionStepsRequest extends ModelWindow {
  /** Layer and head, both from 0. */
  readonly layer: number;
  readonly head: number;
  /** Index in the window of the token that attends; by default the token at the focus. */
  readonly row?: number | undefined;
}

/**
 * softmax(q·K/√d)·V of one token in one head (Vaswani et al. 2017), as the graph computes it. size = number of pieces,
 * width = d, the width of a head.
 */
export interface AttentionSteps extends AttendedTokens {
  /** Index of the token that attends. */
  readonly row: number;
  readonly width: number;
  /** Heads per layer. */
  readonly heads: number;
  /** The token's query [width]. */
  readonly query: Float32Array;
  /** Every token's key [size, width]. */
  readonly keys: Float32Array;
  /** Every token's value [size, width]. */
  readonly values: Float32Array;
  /** q·k of every token [size]. */
  readonly products: Float32Array;
  /** Factor of the products: 1/√d, or 1 in models of the T5 family. */
  readonly scale: number;
  /** Input of the softmax [size]: scaled products plus any position bias; −Infinity for masked tokens. */
  readonly scores: Float32Array;
  /** Output of the softmax for this row in every head of the layer [heads, size]. */
  readonly weights: Float32Array;
  /** Σ weight · value [width]. */
  readonly headOutput: Float32Array;
}

/** How a model encodes positions. */
export interface PositionEncodings {
  /**
   * learned: a vector is added to each token's embedding; `values` are these vectors, [count, width].
   * rotary: queries and keys are rotated by angles (Su et al. 2021); `values` are the cosines of the angles, [count,
   * width].
   * relative: each head adds a bias to its scores for each distance, from 1 − count to count − 1; `values` are these
   * biases, [heads, 2·count − 1].
   */
  readonly kind: 'learned' | 'rotary' | 'relative';
  /** Number of positions. */
  readonly count: number;
  /** Length of a row of `values`. */
  readonly width: number;
  /** Row-major; see `kind`. */
  readonly values: Float32Array;
}
