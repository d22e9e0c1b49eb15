import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { NextToken, PositionEncodings, AttentionSteps, TokenVectors } from './inside';

/** What the page shows of a model: one thing at a time. */
export type Topic = 'next token' | 'similarity' | 'steps' | 'positions';

export const TOPICS: readonly Topic[] = ['next token', 'similarity', 'steps', 'positions'];

/** What the reader has chosen; the page keeps it, the host follows. */
export interface InsideView {
  readonly topic: Topic;
  readonly model: string;
  /** Of the similarity: 0 for the embeddings, n for what the nth layer gives out. */
  readonly depth: number;
  /** Of the steps, both from 0. */
  readonly layer: number;
  readonly head: number;
}

/** What a shuffled sentence changes: cosine of each word's vector before and after. */
export interface ShuffleEffect {
  readonly words: readonly string[];
  /** Text of the sentence now. */
  readonly sentence: string;
  /** [layers + 1, words], NaN where the word has other tokens at its new place. */
  readonly cosines: Float32Array;
}

/** Offsets are UTF-16 offsets into the text that was asked about; `caret` is undefined when it is not in that text. */
export type InsideHostMessage =
  | {
      readonly type: 'models';
      readonly models: readonly ModelSpec[];
      readonly strings: Readonly<Record<string, string>> | undefined;
      /** The topic to show, whatever was shown before. */
      readonly topic: Topic | undefined;
    }
  | {
      readonly type: 'next token';
      readonly view: InsideView;
      readonly title: string;
      /** The last words before the caret, behind an ellipsis where there are others. */
      readonly left: string;
      readonly next: NextToken;
      /** What the n-gram expects there; undefined when it cannot be asked. */
      readonly ngram: NextToken | undefined;
      /** Which of the tokens stands behind the caret, from 0; undefined at the end of the text. */
      readonly written: number | undefined;
    }
  | {
      readonly type: 'similarity';
      readonly view: InsideView;
      readonly title: string;
      /** The text itself, for its sentences. */
      readonly text: string;
      readonly vectors: TokenVectors;
      readonly caret: number | undefined;
    }
  | { readonly type: 'steps'; readonly view: InsideView; readonly title: string; readonly steps: AttentionSteps }
  | { readonly type: 'positions'; readonly view: InsideView; readonly positions: PositionEncodings }
  /** An answer to `shuffle`. */
  | { readonly type: 'shuffled'; readonly view: InsideView; readonly moved: ShuffleEffect }
  | { readonly type: 'caret'; readonly caret: number }
  | { readonly type: 'outdated'; readonly isPaused: boolean }
  /** Nothing to show, and why. */
  | { readonly type: 'message'; readonly text: string };

export type InsidePageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'show'; readonly view: InsideView }
  /** Select this in the editor. */
  | { readonly type: 'select'; readonly span: Span }
  /** Show how this token of the window looks. */
  | { readonly type: 'row'; readonly row: number }
  /** Shuffle the words of the sentence at the caret. */
  | { readonly type: 'shuffle' };
