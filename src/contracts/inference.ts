import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { Segment } from '../core/tokens/split';
import type { AttendRequest, Attention, AttentionWindowRequest, HeadSurvey } from './attention';
import type {
  Completion,
  CompletionRequest,
  RewriteRequest,
  RewriteResult,
  VisibleContext,
  VisibleContextRequest,
} from './completion';
import type {
  Influence,
  InfluenceRequest,
  RightContextRequest,
  RightContextWords,
  SideComparison,
  SideComparisonRequest,
  Surprise,
  SurpriseRequest,
} from './expectation';
import type {
  AttentionSteps,
  AttentionStepsRequest,
  NextToken,
  NextTokenRequest,
  PositionEncodings,
  TokenVectors,
  TokenVectorsRequest,
} from './inside';
import type { CountRequest, CountResult, SplitRequest, TokenPieces, TokenizeRequest, TrimRequest } from './tokens';

/** Whether there is a process that runs the models. */
export type InferenceState =
  /** Not running; the next request starts it. */
  | 'stopped'
  | 'running'
  /** Ended by itself; the next request starts it again. */
  | 'crashed'
  /** Ended by itself too often; waits for the user. */
  | 'given up';

/** What the process says by itself when it takes too much memory and has nothing left to let go of. */
export const MEMORY_FULL = 'full';

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
  rewrite(request: RewriteRequest, signal: AbortSignal, onProgress?: (text: string) => void): Promise<RewriteResult>;
  visibleContext(request: VisibleContextRequest, signal: AbortSignal): Promise<VisibleContext>;
  surprise(request: SurpriseRequest, signal: AbortSignal): Promise<Surprise>;
  /** Null when there is no word at the focus. */
  compareSides(request: SideComparisonRequest, signal: AbortSignal): Promise<SideComparison | null>;
  /** Calls `onProgress` with the share that is done, 0 to 1. */
  rightContextWords(
    request: RightContextRequest,
    signal: AbortSignal,
    onProgress?: (share: number) => void,
  ): Promise<RightContextWords>;
  /** Calls `onProgress` with the share that is done, 0 to 1. */
  influence(request: InfluenceRequest, signal: AbortSignal, onProgress?: (share: number) => void): Promise<Influence>;
  nextToken(request: NextTokenRequest, signal: AbortSignal): Promise<NextToken>;
  vectors(request: TokenVectorsRequest, signal: AbortSignal): Promise<TokenVectors>;
  attentionSteps(request: AttentionStepsRequest, signal: AbortSignal): Promise<AttentionSteps>;
  positionEncodings(request: { readonly model: string }, signal: AbortSignal): Promise<PositionEncodings>;
  tokenize(request: TokenizeRequest, signal: AbortSignal): Promise<TokenPieces>;
  /** Null when the changes are for a version that is not held: then the whole text must be told anew. */
  count(request: CountRequest, signal: AbortSignal): Promise<readonly CountResult[] | null>;
  /** Lets go of a document that will not be counted any more. */
  forget(request: { readonly document: string }, signal: AbortSignal): Promise<void>;
  trim(request: TrimRequest, signal: AbortSignal): Promise<Span[]>;
  split(request: SplitRequest, signal: AbortSignal): Promise<Segment[]>;
  /** Where the tokens of a window look, one map a look. */
  attend(request: AttendRequest, signal: AbortSignal): Promise<Attention[]>;
  /** What each head of each layer does in a window, one survey a model. */
  surveyHeads(request: AttentionWindowRequest, signal: AbortSignal): Promise<HeadSurvey[]>;
}
