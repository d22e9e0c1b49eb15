import type { Sampling } from '../core/completion/sampling';
import type { Length } from '../core/completion/stopRules';

/** Asks a causal model to go on. */
export interface CompletionRequest {
  readonly model: string;
  /** The text left of the caret; all that the model gets to see. */
  readonly left: string;
  /** The text right of the caret, which the model does not see: what stands there already is not said again. */
  readonly right: string;
  readonly length: Length;
  /** Probability of all tokens together, 0 to 1, below which the text is not continued further. */
  readonly confidence: number;
  readonly sampling: Sampling;
  /** How many different continuations are wanted, at most. */
  readonly alternatives: number;
  /** Whether the n-gram model may answer the first time, while the model is being loaded. */
  readonly mayFallBack?: boolean;
}

export interface Completion {
  /** What could come next, likeliest first, all different; none when the model is not sure enough of anything. */
  readonly texts: readonly string[];
  /** Probability of the likeliest first token: what the confidence is compared with first. */
  readonly firstTokenProbability: number;
  /** Whether the n-gram model said this: the model that was asked is still being loaded. */
  readonly isFallback: boolean;
  /** Tokens that the model read of the left context, and UTF-16 offset into it of the first of them. */
  readonly seenTokens: number;
  readonly seenFrom: number;
  /** Tokens generated, and milliseconds that the whole took. */
  readonly tokens: number;
  readonly milliseconds: number;
}

/** Asks what a causal model would see from a caret. */
export interface VisibleContextRequest {
  readonly model: string;
  /** All text left of the caret. */
  readonly left: string;
  readonly length: Length;
}

export interface VisibleContext {
  /** Tokens in the window, and tokens of all text left of the caret. */
  readonly tokens: number;
  readonly of: number;
  /** UTF-16 offset of the window's first token. */
  readonly from: number;
}

/** Asks a text-to-text model to write another text. */
export interface RewriteRequest {
  readonly model: string;
  /** What it reads, with the prefix that it was trained to understand, such as “summarize: ”. */
  readonly text: string;
  /** The longest text that it may write. */
  readonly mostTokens: number;
}

export interface RewriteResult {
  readonly text: string;
  /** Whether the model ended it itself, and not the length. */
  readonly isWhole: boolean;
  readonly readTokens: number;
}
