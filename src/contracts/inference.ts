import type { Head, Layer } from '../core/attention';
import type { AttendedTokens } from '../core/attentionPlane';
import type { Edit } from '../core/edit';
import type { HeadSummary } from '../core/headSummary';
import type { Hindsight } from '../core/hindsight';
import type { Change } from '../core/influence';
import type { Part } from '../core/look';
import type { ModelSpec } from '../core/models';
import type { Sampling } from '../core/sampling';
import type { Segment, Split } from '../core/segments';
import type { Span } from '../core/span';
import type { Length } from '../core/stopRules';
import type { Count } from '../core/tokenBudget';
import type { Tokens } from '../core/tokens';
import type { Trim } from '../core/trim';

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
  readonly mayStandIn?: boolean;
}

export interface Completion {
  /** What could come next, likeliest first, all different; none when the model is not sure enough of anything. */
  readonly texts: readonly string[];
  /** Probability of the likeliest first token: what the confidence is compared with first. */
  readonly sureness: number;
  /** Whether the n-gram model said this: the model that was asked is still being loaded. */
  readonly isStandIn: boolean;
  /** Tokens that the model read of the left context, and UTF-16 offset into it of the first of them. */
  readonly seenTokens: number;
  readonly seenFrom: number;
  /** Tokens generated, and milliseconds that the whole took. */
  readonly tokens: number;
  readonly milliseconds: number;
}

/** Asks what a causal model would see from a caret. */
export interface SeeRequest {
  readonly model: string;
  /** All text left of the caret. */
  readonly left: string;
  readonly length: Length;
}

export interface Seen {
  /** Tokens in the window, and tokens of all text left of the caret. */
  readonly tokens: number;
  readonly of: number;
  /** UTF-16 offset of the window's first token. */
  readonly from: number;
}

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
export interface SidesRequest {
  /** The causal and the masked model. */
  readonly causal: string;
  readonly masked: string;
  readonly text: string;
  /** UTF-16 offset into `text`, of the word or behind it. */
  readonly focus: number;
}

/** What a causal model expects from the left of a word, and a masked one from both sides. */
export interface Sides extends Span {
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
export interface HindsightRequest extends SidesRequest {
  /** Only words that take at least so many bits from the left are looked at from both sides. */
  readonly least: number;
  /** Only words that have text in one of these; all when undefined. */
  readonly spans?: readonly Span[] | undefined;
}

/** Words, in order, and the bits of surprise that each takes. */
export interface HindsightFound {
  readonly words: readonly Hindsight[];
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
    readonly change: Change;
    /** Jensen–Shannon divergence from what was expected of the text as it is, in bits, mean over the places. */
    readonly divergence: number;
    /** How many bits more the answer takes. */
    readonly answerBits: number;
    readonly likeliest: readonly string[];
    readonly probabilities: Float32Array;
  }[];
}

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
export interface VectorsRequest extends ModelWindow {
  /** 0 for the embeddings of the tokens by themselves, without their positions; n for what the nth layer gives out. */
  readonly layers: readonly number[];
}

export interface Vectors extends AttendedTokens {
  /** One a layer asked for, each [size, width], row-major, size = number of pieces. Embeddings can be narrower than layers. */
  readonly vectors: readonly Float32Array[];
}

/** Asks how one row of one head comes about. */
export interface StepsRequest extends ModelWindow {
  readonly layer: number;
  readonly head: number;
  /** Index of the token that looks, among the window's tokens; the one at the focus unless told. */
  readonly row?: number | undefined;
}

/** softmax(q·K/√d)·V of one token in one head, as the graph has it; d is the width of a head. */
export interface Steps extends AttendedTokens {
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
  readonly mixed: Float32Array;
}

/** How a model tells positions apart. */
export interface Positions {
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

/** Asks how a model splits a text into tokens. */
export interface TokenizeRequest {
  /** Id or folder of a model, or one of OpenAI's encodings. */
  readonly model: string;
  readonly text: string;
}

/** Tokens, and the vocabulary's own spelling of each. */
export interface Tokenized extends Tokens {
  readonly pieces: readonly string[];
}

/** A model, or one of OpenAI's encodings, that a text is counted for. */
export interface Counter {
  readonly model: string;
  /** In tokens, special ones included; undefined for as many as the model reads, which may be without a limit. */
  readonly limit: number | undefined;
}

/** Tells how a document has changed since it was last counted, and asks for its tokens now. */
export interface CountRequest {
  /** Any name that no other document has. */
  readonly document: string;
  /** The version that the changes are for; undefined for a text that is empty before them. */
  readonly base: number | undefined;
  readonly version: number;
  readonly changes: readonly Edit[];
  /** Of the text after the changes, in UTF-16 code units. */
  readonly length: number;
  readonly counters: readonly Counter[];
  /** Parts of the text that are asked for too, each as if it stood alone unless it is very long. */
  readonly spans: readonly Span[];
}

export interface Counted extends Count {
  readonly model: string;
  /** Of each span asked for. */
  readonly inSpans: readonly Count[];
  /** Why all numbers are 0, when the model cannot count; for the first counter the call rejects instead. */
  readonly problem?: string;
}

/** Asks for what to keep of a text so that it fits. */
export interface TrimRequest extends Trim {
  readonly model: string;
  readonly text: string;
}

/** Asks for segments of a text that fit. */
export interface SplitRequest extends Split {
  readonly model: string;
  readonly text: string;
}

/** Names the tokens around a place in a text: of each model, all over the same part of the text. */
export interface WindowRequest {
  readonly models: readonly string[];
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens of each model in the window, special ones included. */
  readonly windowTokens: number;
  /** Which attention of text-to-text models, the encoder's unless told. For the others, the model first writes a text. */
  readonly part?: Part | undefined;
}

/** One map of one of the window's models. */
export interface Look {
  readonly model: string;
  readonly layer: Layer;
  readonly head: Head;
}

/** Asks for maps of a window. */
export interface AttendRequest extends WindowRequest {
  readonly looks: readonly Look[];
}

export interface Attention extends AttendedTokens {
  readonly model: string;
  /** Float32, [size, size], row-major, size = number of pieces. */
  readonly weights: Float32Array;
}

/** What each head of each layer of a model does in a window. */
export interface Survey {
  readonly model: string;
  readonly layers: number;
  readonly heads: number;
  /** Width and height of a thumbnail. */
  readonly side: number;
  /** Bytes round(255·√weight), [layers, heads, side, side]; where tokens share a cell, the strongest weight. */
  readonly thumbnails: Uint8Array;
  /** One a head, [layers, heads]. */
  readonly summaries: readonly HeadSummary[];
}

/** Asks a text-to-text model to write another text. */
export interface RewriteRequest {
  readonly model: string;
  /** What it reads, with the prefix that it was trained to understand, such as “summarize: ”. */
  readonly text: string;
  /** The longest text that it may write. */
  readonly mostTokens: number;
}

export interface Rewriting {
  readonly text: string;
  /** Whether the model ended it itself, and not the length. */
  readonly isWhole: boolean;
  readonly readTokens: number;
}

/** Whether there is a process that runs the models. */
export type InferenceState =
  /** Not running; the next request starts it. */
  | 'resting'
  | 'running'
  /** Ended by itself; the next request starts it again. */
  | 'crashed'
  /** Ended by itself too often; waits for the user. */
  | 'given up';

/** What the process says by itself when it takes too much memory and has nothing left to let go of. */
export const FULL = 'full';

/**
 * All that features may ask of the models. Each call rejects with an AbortError once its signal fires, and with an
 * Error whose message says what to do next when it cannot be answered.
 */
export interface Inference {
  /** Calls `onProgress` with the likeliest continuation as far as it is generated, whenever it has grown. */
  complete(request: CompletionRequest, signal: AbortSignal, onProgress?: (text: string) => void): Promise<Completion>;
  /** What a model can do, as its config.json says; nothing else of it is read. */
  describe(request: { readonly model: string }, signal: AbortSignal): Promise<ModelSpec>;
  /** Lets go of a model, so that it is read anew from where it is. */
  release(request: { readonly model: string }, signal: AbortSignal): Promise<void>;
  /** Calls `onProgress` with what is written so far. */
  rewrite(request: RewriteRequest, signal: AbortSignal, onProgress?: (text: string) => void): Promise<Rewriting>;
  see(request: SeeRequest, signal: AbortSignal): Promise<Seen>;
  surprise(request: SurpriseRequest, signal: AbortSignal): Promise<Surprise>;
  /** Null when there is no word at the focus. */
  sides(request: SidesRequest, signal: AbortSignal): Promise<Sides | null>;
  /** Calls `onProgress` with the share that is done, 0 to 1. */
  hindsight(
    request: HindsightRequest,
    signal: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<HindsightFound>;
  /** Calls `onProgress` with the share that is done, 0 to 1. */
  influence(request: InfluenceRequest, signal: AbortSignal, onProgress?: (share: number) => void): Promise<Influence>;
  nextToken(request: NextTokenRequest, signal: AbortSignal): Promise<NextToken>;
  vectors(request: VectorsRequest, signal: AbortSignal): Promise<Vectors>;
  steps(request: StepsRequest, signal: AbortSignal): Promise<Steps>;
  positions(request: { readonly model: string }, signal: AbortSignal): Promise<Positions>;
  tokenize(request: TokenizeRequest, signal: AbortSignal): Promise<Tokenized>;
  /** Null when the changes are for a version that is not held: then the whole text must be told anew. */
  count(request: CountRequest, signal: AbortSignal): Promise<readonly Counted[] | null>;
  /** Lets go of a document that will not be counted any more. */
  forget(request: { readonly document: string }, signal: AbortSignal): Promise<void>;
  trim(request: TrimRequest, signal: AbortSignal): Promise<Span[]>;
  split(request: SplitRequest, signal: AbortSignal): Promise<Segment[]>;
  /** Where the tokens of a window look, one map a look. */
  attend(request: AttendRequest, signal: AbortSignal): Promise<Attention[]>;
  /** What each head of each layer does in a window, one survey a model. */
  survey(request: WindowRequest, signal: AbortSignal): Promise<Survey[]>;
}
