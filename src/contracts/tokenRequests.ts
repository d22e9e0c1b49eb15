import type { ChatMessage } from '../core/prompts/chatMessages';
import type { Edit } from '../core/text/textEdit';
import type { Span } from '../core/text/span';
import type { SplitOptions } from '../core/tokens/splitIntoSegments';
import type { TokenCount } from '../core/tokens/countAgainstLimit';
import type { Tokens } from '../core/tokens/tokenSpans';
import type { TrimOptions } from '../core/tokens/trimToLimit';

/** Requests the tokens of a text. */
export interface TokenizeRequest {
  /** Id or folder of a model, or the name of one of OpenAI's encodings. */
  readonly model: string;
  readonly text: string;
}

/** The tokens of a text, and the vocabulary's spelling of each. */
export interface TokenPieces extends Tokens {
  readonly pieces: readonly string[];
}

/** A tokenizer to count a document's tokens with, and the limit to hold the count against. */
export interface Counter {
  /** Id or folder of a model, or the name of one of OpenAI's encodings. */
  readonly model: string;
  /** In tokens, special tokens included; undefined for the model's own context length, which may be unlimited. */
  readonly limit: number | undefined;
}

/** Sends the changes of a document since its last count, and requests its token counts. */
export interface CountRequest {
  /** Identifies the document; any unique string. */
  readonly document: string;
  /** Version that the changes apply to; undefined when they apply to the empty text. */
  readonly baseVersion: number | undefined;
  /** Version after the changes. */
  readonly version: number;
  readonly changes: readonly Edit[];
  /** Length of the text after the changes, in UTF-16 code units. */
  readonly length: number;
  readonly counters: readonly Counter[];
  /** Parts of the text to count as well, each as if it stood alone unless it is very long. */
  readonly spans: readonly Span[];
}

/** The token count of a document by one counter. */
export interface CountResult extends TokenCount {
  readonly model: string;
  /** One count per requested span. */
  readonly spanCounts: readonly TokenCount[];
  /** Why this counter cannot count; all its numbers are 0 then. For the first counter the request rejects instead. */
  readonly problem?: string;
}

/** Requests how many tokens messages have as they are sent to a model. */
export interface CountMessagesRequest {
  /** Id or folder of a model with a chat template. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
}

/** The tokens of messages in a model's chat template. */
export interface MessagesCount {
  /** All tokens up to where the model begins to answer. */
  readonly count: number;
  /** How many of them the template adds to the texts of the messages. */
  readonly added: number;
  /** In tokens; Infinity when there is no limit. */
  readonly limit: number;
}

/** Requests which parts of a text to keep so that it fits a token limit. */
export interface TrimRequest extends TrimOptions {
  readonly model: string;
  readonly text: string;
}

/** Requests segments of a text that each fit a token limit. */
export interface SplitRequest extends SplitOptions {
  readonly model: string;
  readonly text: string;
}
