import type { Head } from '../core/attention';
import type { Tokens } from '../core/tokens';

/** Asks a causal model to go on. */
export interface CompletionRequest {
  readonly model: string;
  /** The text left of the caret; all that the model gets to see. */
  readonly left: string;
  readonly maxTokens: number;
  /** Probability of all tokens together, 0 to 1, below which the text is not continued further. */
  readonly minimumProbability: number;
}

export interface Completion {
  /** What would come next; empty when the model is not sure enough of anything. */
  readonly text: string;
}

/** Asks how a model splits a text into tokens. */
export interface TokenizeRequest {
  readonly model: string;
  readonly text: string;
}

/** Asks where the tokens around a place in a text look. */
export interface AttendRequest {
  readonly model: string;
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens in the window, special ones included. */
  readonly windowTokens: number;
  /** Counted from 0. */
  readonly layer: number;
  readonly head: Head;
}

export interface Attention {
  /** Text of each token, special ones included. */
  readonly pieces: string[];
  /** UTF-16 offsets into the request's text; −1 for special tokens. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** [size, size], row-major, size = number of pieces. */
  readonly weights: Float32Array;
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

/**
 * All that features may ask of the models. Each call rejects with an AbortError once its signal fires, and with an
 * Error whose message says what to do next when it cannot be answered.
 */
export interface Inference {
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
  tokenize(request: TokenizeRequest, signal: AbortSignal): Promise<Tokens>;
  attend(request: AttendRequest, signal: AbortSignal): Promise<Attention>;
}
