import type { InfluenceChange } from '../core/expectation/influenceChanges';
import type { WordBits } from '../core/expectation/rightContext';
import type { Span } from '../core/text/span';

/** Asks how expected each token of a text is for a causal model that reads it from left to right. */
export interface SurpriseRequest {
  readonly model: string;
  readonly text: string;
  /** UTF-16 offset into `text`; of a text that is longer than the model's window, the part around it is measured. */
  readonly focus: number;
}

/** What a model expected where each of a text's tokens stands, given only what is left of it. */
export interface Surprise {
  /** UTF-16 offsets of the tokens that were measured [measured]. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** −log₂ of the token's probability [measured]. */
  readonly bits: Float32Array;
  /** Its rank among all tokens of the vocabulary, 1 for the likeliest [measured]. */
  readonly ranks: Int32Array;
  /** Texts and probabilities of the tokens that were likeliest there [measured, LIKELIEST], likeliest first. */
  readonly likeliest: readonly string[];
  readonly probabilities: Float32Array;
  /** Tokens that the model knows, and tokens that the whole text has. */
  readonly vocabulary: number;
  readonly tokens: number;
}

/** Asks what is expected where a word stands: from its left, and from both sides of it. */
export interface SideComparisonRequest {
  /** The causal and the masked model. */
  readonly causal: string;
  readonly masked: string;
  readonly text: string;
  /** UTF-16 offset into `text`, of the word or behind it. */
  readonly focus: number;
}

/** What a causal model expects from the left of a word, and a masked one from both sides. */
export interface SideComparison extends Span {
  /** The words and signs that either expects most [words], and the one that stands there. */
  readonly words: readonly string[];
  /** Probability of each [words]; NaN when the masked model's vocabulary has no such word. */
  readonly left: Float32Array;
  readonly both: Float32Array;
  /** Index of the word that stands there. */
  readonly own: number;
  /** Jensen–Shannon divergence in bits, 0 to 1; a lower bound, as words beyond those compared are taken as one. */
  readonly divergence: number;
}

/** Asks how much less surprising words are when what comes later is seen, too. */
export interface RightContextRequest extends SideComparisonRequest {
  /** Only words that take at least so many bits from the left are looked at from both sides. */
  readonly minLeftBits: number;
  /** Only words that have text in one of these; all when undefined. */
  readonly spans?: readonly Span[] | undefined;
}

/** Words, in order, and the bits of surprise that each takes. */
export interface RightContextWords {
  readonly words: readonly WordBits[];
  /** Tokens of the causal model that were looked at, and of the whole text. */
  readonly measured: number;
  readonly tokens: number;
}

/** Asks what a part of a text does to what a causal model expects behind the text. */
export interface InfluenceRequest extends Span {
  readonly model: string;
  readonly text: string;
  /** What is looked at instead of the next token alone: the places before each of its tokens; '' for none. */
  readonly answer: string;
}

export interface Influence {
  /** Of the text as it is: texts and probabilities of the likeliest next tokens [LIKELIEST]. */
  readonly likeliest: readonly string[];
  readonly probabilities: Float32Array;
  /** −log₂ of the answer's probability, and how many tokens it has. */
  readonly answerBits: number;
  readonly answerTokens: number;
  readonly changes: readonly {
    readonly change: InfluenceChange;
    /** Jensen–Shannon divergence from what was expected of the text as it is, in bits, mean over the places. */
    readonly divergence: number;
    /** How many bits more the answer takes. */
    readonly answerBits: number;
    readonly likeliest: readonly string[];
    readonly probabilities: Float32Array;
  }[];
}
