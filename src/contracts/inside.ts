import type { AttendedTokens } from '../core/attention/displayedMap';

/** Asks which token comes next. */
export interface NextTokenRequest {
  readonly model: string;
  /** All text left of the place. */
  readonly left: string;
}

/** The whole distribution of a causal model over its vocabulary; likeliest first, all arrays [vocabulary]. */
export interface NextToken {
  readonly texts: readonly string[];
  /** Natural logarithms, at temperature 1. */
  readonly logProbabilities: Float32Array;
}

/** Names a window of one model's tokens around a place in a text. */
export interface ModelWindow {
  readonly model: string;
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens in the window, special ones included. */
  readonly windowTokens: number;
}

/** Asks for the vectors that a model makes of a window's tokens. */
export interface TokenVectorsRequest extends ModelWindow {
  /** 0 for the embeddings of the tokens by themselves, without their positions; n for what the nth layer gives out. */
  readonly layers: readonly number[];
}

export interface TokenVectors extends AttendedTokens {
  /** One a layer asked for, each [size, width], row-major, size = number of pieces. Embeddings can be narrower than layers. */
  readonly vectors: readonly Float32Array[];
}

/** Asks how one row of one head comes about. */
export interface AttentionStepsRequest extends ModelWindow {
  readonly layer: number;
  readonly head: number;
  /** Index of the token that looks, among the window's tokens; the one at the focus unless told. */
  readonly row?: number | undefined;
}

/** softmax(q·K/√d)·V of one token in one head, as the graph has it; d is the width of a head. */
export interface AttentionSteps extends AttendedTokens {
  readonly row: number;
  readonly width: number;
  readonly heads: number;
  /** [width], and of each token [size, width]. */
  readonly query: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** q·k for each token [size]. */
  readonly products: Float32Array;
  /** What they are multiplied with: 1/√d, or 1 in models of the T5 family. */
  readonly scale: number;
  /** What the softmax gets [size]: scaled, with what the graph adds for positions; −Infinity where the token may not look. */
  readonly scores: Float32Array;
  /** The same row in each head of the layer [heads, size]. */
  readonly weights: Float32Array;
  /** Σ weight · value [width]. */
  readonly headOutput: Float32Array;
}

/** How a model tells positions apart. */
export interface PositionEncodings {
  /**
   * learned: a vector is added to each token's embedding, [count, width].
   * rotary: queries and keys are turned by angles, of which these are cosines, [count, width].
   * relative: the scores of each head get a number for each distance, from 1 − count to count − 1, [heads, 2·count − 1].
   */
  readonly kind: 'learned' | 'rotary' | 'relative';
  readonly count: number;
  /** Length of a row of `values`. */
  readonly width: number;
  readonly values: Float32Array;
}
