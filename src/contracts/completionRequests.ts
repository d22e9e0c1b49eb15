import type { Sampling } from '../core/completion/temperatureTopKAndTopP';
import type { SuggestionLevel } from '../core/completion/suggestionLevels';
import type { SuggestionLength } from '../core/completion/suggestionStopRules';

/** Requests continuations of a text from a causal model. */
export interface CompletionRequest {
  readonly model: string;
  /** The text left of the caret: all that the model reads. */
  readonly left: string;
  /**
   * The text right of the caret. The model does not read it; it keeps a continuation from repeating what comes next.
   */
  readonly right: string;
  readonly length: SuggestionLength;
  /**
   * How readily it is shown by itself; undefined when somebody asked for it. Sets what `confidence` sets otherwise, and keeps
   * suggestions back that are not worth a glance.
   */
  readonly level?: SuggestionLevel;
  /** Minimum joint probability of a continuation's tokens, 0 to 1. Generation stops where it would fall below. */
  readonly confidence: number;
  readonly sampling: Sampling;
  /** Name of the document in the memory of the workspace; undefined to write without the memory. */
  readonly document?: string;
  /** Maximum number of different continuations. */
  readonly alternatives: number;
  /**
   * Whether another model may answer in place of one that is not loaded, that would read the text for long, or that
   * failed. Call `readAhead` in a pause, so that the requested model answers later on.
   */
  readonly mayFallBack?: boolean;
}

/** What a model would write at the caret. */
export interface Completion {
  /** Continuations, likeliest first, all different; empty when the model is not confident enough of any. */
  readonly texts: readonly string[];
  /**
   * Probability of the likeliest first token, 0 to 1; nothing is suggested to who asks when it is below the confidence.
   */
  readonly firstTokenProbability: number;
  /**
   * The chances that the first word of the likeliest continuation is right, and its first letter, 0 to 1. That of the word is no
   * more than this if it was given up.
   */
  readonly chances: { readonly word: number; readonly letter: number };
  /** Whether there is no text because the model does not know the language of the last lines. */
  readonly isLanguageUnknown?: boolean;
  /** Where the likeliest continuation was found in the memory; undefined if it is the model's own. */
  readonly from?: MemoryPlace;
  /** Whether prompts of the workspace were still being learnt: the same request may soon bring another text. */
  readonly isProvisional?: boolean;
  /** Which model answered in place of the requested one; undefined when that answered itself. */
  readonly standIn?: StandIn;
  /** Tokens of the left context that the model read; undefined where an engine did not count them. */
  readonly contextTokens: number | undefined;
  /** UTF-16 offset into `left` of the first of these tokens. */
  readonly contextStart: number;
  /** Tokens generated, all continuations together. */
  readonly generatedTokens: number;
  /** How long the request took, in milliseconds. */
  readonly milliseconds: number;
}

/** Requests texts to be remembered, which ghost text then repeats where they fit. */
export interface LearnRequest {
  /** Each takes the place of what was learnt by its name. */
  readonly documents: readonly LearntDocument[];
  /** Names of all documents that may stay, these among them: others are forgotten. Undefined to forget none. */
  readonly keeps?: readonly string[];
}

/** A text to remember. */
export interface LearntDocument {
  /** Unique among all documents, such as a URI. Those of one folder are the same up to the last slash. */
  readonly name: string;
  /** The parts that may be remembered; none to forget the document. */
  readonly passages: readonly LearntPassage[];
}

export interface LearntPassage {
  readonly text: string;
  /** Line of the document at which it begins, from 0 on. */
  readonly line: number;
}

/** A place in a text of the workspace's memory. */
export interface MemoryPlace {
  /** Name of the document. */
  readonly document: string;
  /** From 0 on. */
  readonly line: number;
}

/** A model that answered in place of the requested one. */
export interface StandIn {
  /** Id of the model that answered. */
  readonly model: string;
  /** Why the requested model failed, and what to do next; undefined when it is only not loaded yet, or has much to read. */
  readonly failure?: string;
  /** Whether the requested model cannot be loaded; one that can may still be unable to write. */
  readonly isUnusable?: boolean;
  /** Whether the requested model is loaded and has much of the text still to read. */
  readonly isReading?: boolean;
}

/** Requests the visible context: which part of the text a causal model would read for a completion. */
export interface VisibleContextRequest {
  readonly model: string;
  /** All text left of the caret. */
  readonly left: string;
  /** Length of the completion, which takes its share of the context window. */
  readonly length: SuggestionLength;
}

/** The end of the left context that fits into the model's context window. */
export interface VisibleContext {
  /** Tokens that the model would read. */
  readonly tokens: number;
  /** Tokens of all text left of the caret. */
  readonly totalTokens: number;
  /** UTF-16 offset into `left` of the first token that the model would read. */
  readonly start: number;
}

/** Requests another text from a text-to-text model. */
export interface RewriteRequest {
  readonly model: string;
  /** The input, with the task prefix that the model was trained on, such as “summarize: ”. */
  readonly text: string;
  /** Maximum tokens of the output. */
  readonly maxTokens: number;
}

/** The text that a text-to-text model generated. */
export interface RewriteResult {
  readonly text: string;
  /** Whether the model ended the text itself; false when it was cut at `maxTokens`. */
  readonly isComplete: boolean;
  /** Tokens of the input, special tokens included. */
  readonly inputTokens: number;
}
