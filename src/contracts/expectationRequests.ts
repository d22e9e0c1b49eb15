import type { InfluenceChange } from '../core/expectation/removeOrMovePassage';
import type { WordBits } from '../core/expectation/needsRightContext';
import type { Span } from '../core/text/span';

/** Requests how surprising each token of a text is to a causal model, which reads from left to right. */
export interface SurpriseRequest {
  readonly model: string;
  readonly text: string;
  /** UTF-16 offset into `text`. Of a text longer than the context window, the part around it is measured. */
  readonly focus: number;
}

/** Surprise of each measured token, given the tokens to its left. */
export interface Surprise {
  /** UTF-16 offset at which each measured token starts [measured]. */
  readonly starts: Uint32Array;
  /** UTF-16 offset behind each measured token [measured]. */
  readonly ends: Uint32Array;
  /** −log₂ of each token's probability [measured]. */
  readonly bits: Float32Array;
  /** Entropy of the model's prediction at each place in bits: the surprise that it expects there [measured]. */
  readonly entropies: Float32Array;
  /** Each token's rank in the vocabulary by probability, 1 for the likeliest [measured]. */
  readonly ranks: Int32Array;
  /** Texts of the likeliest tokens at each place, likeliest first [measured, TOP_TOKENS]. */
  readonly likeliest: readonly string[];
  /** Probabilities of these tokens, 0 to 1 [measured, TOP_TOKENS]. */
  readonly probabilities: Float32Array;
  /** Tokens of the whole text, measured or not. */
  readonly totalTokens: number;
}

/** Requests what is expected in place of a word: from the left context alone, and from both sides. */
export interface SideComparisonRequest {
  /** Model that predicts from the left context. */
  readonly causal: string;
  /** Model that predicts from both sides. */
  readonly masked: string;
  readonly text: string;
  /** UTF-16 offset into `text`, in the word or at its end. */
  readonly focus: number;
}

/** Predictions for the word at `start` to `end`: a causal model's from the left, a masked model's from both sides. */
export interface SideComparison extends Span {
  /** The words and punctuation marks that either model expects most, and the actual word [words]. */
  readonly words: readonly string[];
  /** Probability of each word from the left context, 0 to 1 [words]. */
  readonly leftProbabilities: Float32Array;
  /** Probability of each word from both sides, 0 to 1; NaN for a word that is not in the masked vocabulary [words]. */
  readonly bothProbabilities: Float32Array;
  /** Index of the actual word in `words`. */
  readonly actual: number;
  /**
   * Jensen–Shannon divergence of the two distributions in bits, 0 to 1. A lower bound: all words that were not compared
   * count as one outcome.
   */
  readonly divergence: number;
}

/** Requests the words whose surprise depends on the right context. */
export interface RightContextRequest extends SideComparisonRequest {
  /** Minimum surprise from the left, in bits, of the words to measure from both sides. */
  readonly minLeftBits: number;
  /** Leaves out words that take more bits from both sides, without measuring how many more; none when undefined. */
  readonly maxBothBits?: number | undefined;
  /** Restricts the words to those that overlap one of these spans; all words when undefined. */
  readonly spans?: readonly Span[] | undefined;
}

/** How far a search for such words is. */
export interface RightContextProgress {
  /** The share that is done, 0 to 1. */
  readonly share: number;
  /** The word that was just measured, unless it is left out; those that surprise most from the left come first. */
  readonly word: WordBits | undefined;
}

/** Words with their surprise from the left and from both sides, in text order. */
export interface RightContextWords {
  readonly words: readonly WordBits[];
  /** The part of the text that was measured. */
  readonly measured: Span;
  /** Tokens of the whole text in the causal model. */
  readonly totalTokens: number;
}

/** Requests how removing or moving the span `start` to `end` changes the next-token distribution. */
export interface InfluenceRequest extends Span {
  readonly model: string;
  readonly text: string;
  /**
   * A continuation of `text`. The distributions before each of its tokens are compared; with '', only the distribution
   * of the next token is.
   */
  readonly answer: string;
}

/** What a causal model expects behind the unchanged text, and behind each variant of it. */
export interface Influence {
  /** Texts of the likeliest next tokens behind the unchanged text, likeliest first [TOP_TOKENS]. */
  readonly likeliest: readonly string[];
  /** Probabilities of these tokens, 0 to 1 [TOP_TOKENS]. */
  readonly probabilities: Float32Array;
  /** −log₂ of the answer's probability behind the unchanged text; 0 without an answer. */
  readonly answerBits: number;
  /** Tokens of the answer. */
  readonly answerTokens: number;
  /** One per change that was tried. */
  readonly changes: readonly ChangeInfluence[];
  /** Whether divergences are lower bounds: the engine lists only the likeliest tokens. */
  readonly isLowerBound?: boolean;
}

/** What a causal model expects behind the text with one change made. */
export interface ChangeInfluence {
  readonly change: InfluenceChange;
  /**
   * Jensen–Shannon divergence from the distribution behind the unchanged text, in bits, 0 to 1; with an answer, the
   * mean over the places before its tokens.
   */
  readonly divergence: number;
  /** How many more bits the answer takes than behind the unchanged text; negative when the change makes it likelier. */
  readonly answerBits: number;
  /** Texts of the likeliest next tokens, likeliest first [TOP_TOKENS]. */
  readonly likeliest: readonly string[];
  /** Probabilities of these tokens, 0 to 1 [TOP_TOKENS]. */
  readonly probabilities: Float32Array;
}
