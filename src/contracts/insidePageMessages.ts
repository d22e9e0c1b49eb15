import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { AttentionSteps, NextToken, PositionEncodings, TokenVectors } from './insideRequests';

/** What the page shows of a model, one topic at a time. */
export type Topic = 'next token' | 'similarity' | 'steps' | 'positions';

/** All topics, in the order of the page's buttons. */
export const TOPICS: readonly Topic[] = ['next token', 'similarity', 'steps', 'positions'];

/** What the user chose to see. The page keeps it; the host follows. */
export interface InsideView {
  readonly topic: Topic;
  readonly model: string;
  /** Hidden states for the topic `similarity`: 0 for the embeddings, n for the output of the nth layer. */
  readonly depth: number;
  /** Whether each sentence is read on its own for the topic `similarity`, besides all of them together. */
  readonly apart: boolean;
  /** Layer and head for the topic `steps`, both from 0. */
  readonly layer: number;
  readonly head: number;
}

/** Whether two views have the same answer. */
export function isSameInsideView(a: InsideView, b: InsideView): boolean {
  const fields = ['topic', 'model', 'depth', 'apart', 'layer', 'head'] as const;
  return fields.every((field) => a[field] === b[field]);
}

/** Sentences that were each read on their own; each array has one entry or row a sentence. */
export interface SentenceVectors {
  /** UTF-16 offset at which each sentence starts, and at which it ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The mean of the vectors of each sentence's tokens [sentences, width], row-major. */
  readonly vectors: Float32Array;
}

/** How shuffling the words of a sentence changes their vectors. */
export interface ShuffleEffect {
  /** Words of the sentence, in the original order. */
  readonly words: readonly string[];
  /** The sentence after shuffling. */
  readonly sentence: string;
  /**
   * Cosine similarity of each word's vector before and after, [layers + 1, words], embeddings first; NaN where the word
   * splits into other tokens at its new place.
   */
  readonly cosines: Float32Array;
}

/**
 * Messages from the host to the page. Offsets are UTF-16 offsets into the message's text; `caret` is undefined when the
 * caret is outside of it.
 */
export type InsideHostMessage =
  /** First message, in answer to `ready`: the models to choose from. */
  | {
      readonly type: 'models';
      readonly models: readonly ModelSpec[];
      /** Translations of the page's strings, as in `vscode.l10n.bundle`. */
      readonly strings: Readonly<Record<string, string>> | undefined;
      /** Topic to show instead of the one in the saved state. */
      readonly topic: Topic | undefined;
    }
  /** Answer to `show` for the topic `next token`. */
  | {
      readonly type: 'next token';
      readonly view: InsideView;
      /** Name of the prompt's file. */
      readonly title: string;
      /** The last words before the caret, after an ellipsis when the text has more. */
      readonly left: string;
      readonly next: NextToken;
      /** The n-gram model's distribution for comparison; undefined when it is unavailable. */
      readonly ngram: NextToken | undefined;
      /** Index in `next.texts` of the token that the text continues with; undefined at the end of the text. */
      readonly actual: number | undefined;
    }
  /** Answer to `show` for the topic `similarity`. */
  | {
      readonly type: 'similarity';
      readonly view: InsideView;
      readonly title: string;
      /** The text that the vectors' offsets refer to. */
      readonly text: string;
      readonly vectors: TokenVectors;
      /** Set when the view asks for them. */
      readonly sentences?: SentenceVectors | undefined;
      readonly caret: number | undefined;
    }
  /** Answer to `show` for the topic `steps`, and to `row`. */
  | { readonly type: 'steps'; readonly view: InsideView; readonly title: string; readonly steps: AttentionSteps }
  /** Answer to `show` for the topic `positions`. */
  | { readonly type: 'positions'; readonly view: InsideView; readonly positions: PositionEncodings }
  /** Answer to `shuffle`. */
  | { readonly type: 'shuffled'; readonly view: InsideView; readonly effect: ShuffleEffect }
  /** The caret moved; the text is unchanged. */
  | { readonly type: 'caret'; readonly caret: number }
  /** The text changed. A new answer follows, unless the models are paused. */
  | { readonly type: 'outdated'; readonly isPaused: boolean }
  /** Shows this text instead of an answer: why there is none. With `canRetry`, only the reader requests it again. */
  | { readonly type: 'message'; readonly text: string; readonly canRetry?: boolean };

/** Messages from the page to the host. */
export type InsidePageMessage =
  /** The page has loaded; requests `models`. */
  | { readonly type: 'ready' }
  /** The user chose this view; requests its answer. */
  | { readonly type: 'show'; readonly view: InsideView }
  /** Requests the answer again that could not be given. */
  | { readonly type: 'try again' }
  /** Selects this span in the editor. */
  | { readonly type: 'select'; readonly span: Span }
  /** Requests the attention steps of the token with this index in the window. */
  | { readonly type: 'row'; readonly row: number }
  /** Requests the effect of shuffling the words of the sentence at the caret. */
  | { readonly type: 'shuffle' };
