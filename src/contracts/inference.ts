import type { MemoryNeed } from '../core/models/memoryNeed';
import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { Segment } from '../core/tokens/segmentText';
import type { AttendRequest, Attention, AttentionWindowRequest, HeadSurvey } from './attentionRequests';
import type {
  Completion,
  CompletionRequest,
  LearnRequest,
  RewriteRequest,
  RewriteResult,
  VisibleContext,
  VisibleContextRequest,
} from './completionRequests';
import type {
  Influence,
  InfluenceRequest,
  RightContextProgress,
  RightContextRequest,
  RightContextWords,
  SideComparison,
  SideComparisonRequest,
  Surprise,
  SurpriseRequest,
} from './expectationRequests';
import type {
  AttentionSteps,
  AttentionStepsRequest,
  NextToken,
  NextTokenRequest,
  PositionEncodings,
  TokenVectors,
  TokenVectorsRequest,
} from './insideRequests';
import type {
  AnswersRequest,
  SentenceEffects,
  SentenceEffectsRequest,
  SentenceProgress,
  VariantEffects,
  VariantEffectsRequest,
} from './sentenceRequests';
import type {
  CountMessagesRequest,
  CountRequest,
  CountResult,
  MessagesCount,
  SplitRequest,
  TokenPieces,
  TokenizeRequest,
  TrimRequest,
} from './tokenRequests';

/** State of the process that runs the models. */
export type InferenceState =
  /** Not running; the next request starts it. */
  | 'stopped'
  | 'running'
  /** Exited unexpectedly; the next request restarts it. */
  | 'crashed'
  /** Crashed too often; only the user can restart it. */
  | 'given up';

/** Notification that the process sends when it released models to keep its memory limit; with their labels, a string[]. */
export const MODELS_RELEASED = 'released';

/** Notification that the process sends when it uses too much memory and has no model left to release. */
export const MEMORY_FULL = 'full';

/**
 * Everything that features can request from the models. Requests and answers are plain data that can cross a process
 * boundary.
 *
 * Every method rejects with an AbortError once `signal` aborts, and otherwise with an Error whose message says what
 * happened and what to do next: when the request is malformed, the process ends, no such model exists, or its files
 * cannot be read. The comments below name only what else a method rejects.
 */
export interface Inference {
  /**
   * Continues the text at the caret. Rejects models that are not causal or have no byte-level tokenizer.
   *
   * @param onProgress receives the likeliest continuation so far, each time it has grown
   */
  complete(request: CompletionRequest, signal: AbortSignal, onProgress?: (text: string) => void): Promise<Completion>;

  /**
   * Loads the model of a request and lets it read the left context, so that the answer to `complete` comes sooner. Gives way
   * to more urgent requests between its passes. Rejects the same models as `complete`.
   */
  readAhead(request: CompletionRequest, signal: AbortSignal): Promise<void>;

  /**
   * Remembers texts for `complete`, in this process only. Resolves when the models that write know them. Once it has begun,
   * aborting changes nothing.
   */
  learn(request: LearnRequest, signal: AbortSignal): Promise<void>;

  /** Reads a model's capabilities from its config.json, without loading the model. */
  describe(request: { readonly model: string }, signal: AbortSignal): Promise<ModelSpec>;

  /** Estimates what a model takes in memory, without loading it. */
  memoryNeed(request: { readonly model: string }, signal: AbortSignal): Promise<MemoryNeed>;

  /**
   * Makes a model folder from a GGUF file. Other requests are answered meanwhile. Rejects files that are damaged or of a
   * kind that cannot be read, and leaves nothing behind then.
   *
   * @param request absolute paths of the file and of a folder that does not exist yet
   * @param onProgress receives the share that is done, 0 to 1
   */
  makeModel(
    request: { readonly gguf: string; readonly folder: string },
    signal: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<void>;

  /** Releases a model's memory, if it is loaded. The next request reads its files again. */
  release(request: { readonly model: string }, signal: AbortSignal): Promise<void>;

  /**
   * Generates a text from another one by greedy decoding. Rejects models that are not text-to-text, and texts longer
   * than the model can read.
   *
   * @param onProgress receives the text generated so far
   */
  rewrite(request: RewriteRequest, signal: AbortSignal, onProgress?: (text: string) => void): Promise<RewriteResult>;

  /** Tells which part of the left context `complete` would read. Rejects the same models as `complete`. */
  visibleContext(request: VisibleContextRequest, signal: AbortSignal): Promise<VisibleContext>;

  /** Measures how surprising each token around the focus is. Rejects models that are not causal. */
  surprise(request: SurpriseRequest, signal: AbortSignal): Promise<Surprise>;

  /**
   * Compares what is expected in place of the word at the focus from the left and from both sides. Null when there is
   * no word at the focus. Rejects models of other tasks, causal ones without a byte-level tokenizer, and masked ones
   * without a masked-language-model head.
   */
  compareSides(request: SideComparisonRequest, signal: AbortSignal): Promise<SideComparison | null>;

  /**
   * Measures words that surprise from the left again from both sides. Rejects models of other tasks, and masked ones
   * without a masked-language-model head.
   *
   * @param onProgress receives each word as it is measured
   */
  rightContextWords(
    request: RightContextRequest,
    signal: AbortSignal,
    onProgress?: (progress: RightContextProgress) => void,
  ): Promise<RightContextWords>;

  /**
   * Measures how removing or moving a span changes the next-token distribution behind the text. Rejects models that
   * `complete` rejects, answers that are too long, and spans that start before the context window.
   *
   * @param onProgress receives the share that is done, 0 to 1
   */
  influence(request: InfluenceRequest, signal: AbortSignal, onProgress?: (share: number) => void): Promise<Influence>;

  /**
   * Measures what leaving out each part of a prompt changes. Rejects models that are not causal, answers for which no room
   * is left, parts that overlap, and prompts that the model's chat template refuses.
   *
   * @param onProgress receives each part as it is measured
   */
  sentenceEffects(
    request: SentenceEffectsRequest,
    signal: AbortSignal,
    onProgress?: (progress: SentenceProgress) => void,
  ): Promise<SentenceEffects>;

  /**
   * Measures what each variant of a prompt changes. Rejects as `sentenceEffects` does.
   *
   * @param onProgress receives the share that is done, 0 to 1
   */
  variantEffects(
    request: VariantEffectsRequest,
    signal: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<VariantEffects>;

  /**
   * Lets a model answer a prompt. Rejects models that are not causal, and prompts that its chat template refuses.
   *
   * @param onProgress receives the answers so far, each time one is complete
   */
  answers(
    request: AnswersRequest,
    signal: AbortSignal,
    onProgress?: (answers: readonly string[]) => void,
  ): Promise<readonly string[]>;

  /** Computes the next-token distribution. Rejects models that `complete` rejects; the n-gram model can answer, too. */
  nextToken(request: NextTokenRequest, signal: AbortSignal): Promise<NextToken>;

  /**
   * Reads hidden states of a window's tokens. Rejects layers that the model lacks, and graphs that do not expose them.
   */
  vectors(request: TokenVectorsRequest, signal: AbortSignal): Promise<TokenVectors>;

  /**
   * Reads how one row of one head's attention is computed. Rejects a layer, head or row that does not exist, and graphs
   * that do not expose the values.
   */
  attentionSteps(request: AttentionStepsRequest, signal: AbortSignal): Promise<AttentionSteps>;

  /** Reads how a model encodes positions. Rejects models whose kind of encoding is not known. */
  positionEncodings(request: { readonly model: string }, signal: AbortSignal): Promise<PositionEncodings>;

  /** Splits a text into tokens. */
  tokenize(request: TokenizeRequest, signal: AbortSignal): Promise<TokenPieces>;

  /**
   * Counts a document's tokens after changes, one result per counter. Null when the process does not hold `baseVersion`
   * of the document: then send the whole text as one change with `baseVersion` undefined. Rejects when the first
   * counter cannot count; for others the result names the problem.
   */
  count(request: CountRequest, signal: AbortSignal): Promise<readonly CountResult[] | null>;

  /**
   * Counts messages as they are sent, through the model's own chat template. Rejects models without one, and messages that it
   * refuses.
   */
  countMessages(request: CountMessagesRequest, signal: AbortSignal): Promise<MessagesCount>;

  /** Drops a document that will not be counted again. Does nothing when it is not held. */
  forget(request: { readonly document: string }, signal: AbortSignal): Promise<void>;

  /**
   * Chooses which parts of a text to keep so that together they fit the limit; the whole text when it fits already.
   * Rejects a limit without room for text beside the special tokens.
   */
  trim(request: TrimRequest, signal: AbortSignal): Promise<Span[]>;

  /**
   * Splits a text into segments that each fit the limit. Rejects a limit without room for new text beside the special
   * tokens and the overlap.
   */
  split(request: SplitRequest, signal: AbortSignal): Promise<Segment[]>;

  /**
   * Reads attention maps of a window, one per selection, in order. Rejects selections of a model that is not in
   * `models`, layers or heads that do not exist, rollout of cross-attention, and graphs that do not expose their
   * attention.
   */
  attend(request: AttendRequest, signal: AbortSignal): Promise<Attention[]>;

  /** Summarizes every head of every layer over a window, one survey per model. Rejects as `attend` does. */
  surveyHeads(request: AttentionWindowRequest, signal: AbortSignal): Promise<HeadSurvey[]>;
}
