import type { Edit } from '../core/text/edit';
import type { Span } from '../core/text/span';
import type { SplitOptions } from '../core/tokens/split';
import type { TokenCount } from '../core/tokens/tokenBudget';
import type { Tokens } from '../core/tokens/tokens';
import type { TrimOptions } from '../core/tokens/trim';

/** Asks how a model splits a text into tokens. */
export interface TokenizeRequest {
  /** Id or folder of a model, or one of OpenAI's encodings. */
  readonly model: string;
  readonly text: string;
}

/** Tokens, and the vocabulary's own spelling of each. */
export interface TokenPieces extends Tokens {
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

export interface CountResult extends TokenCount {
  readonly model: string;
  /** Of each span asked for. */
  readonly inSpans: readonly TokenCount[];
  /** Why all numbers are 0, when the model cannot count; for the first counter the call rejects instead. */
  readonly problem?: string;
}

/** Asks for what to keep of a text so that it fits. */
export interface TrimRequest extends TrimOptions {
  readonly model: string;
  readonly text: string;
}

/** Asks for segments of a text that fit. */
export interface SplitRequest extends SplitOptions {
  readonly model: string;
  readonly text: string;
}
