import type { HeadSelector, LayerSelector } from '../core/attention/attentionMap';
import type { AttentionPart } from '../core/attention/attentionSelection';
import type { AttendedTokens } from '../core/attention/displayedMap';
import type { HeadSummary } from '../core/attention/headSummary';

/** Names the tokens around a place in a text: of each model, all over the same part of the text. */
export interface AttentionWindowRequest {
  readonly models: readonly string[];
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Most tokens of each model in the window, special ones included. */
  readonly windowTokens: number;
  /** Which attention of text-to-text models, the encoder's unless told. For the others, the model first writes a text. */
  readonly part?: AttentionPart | undefined;
}

/** One map of one of the window's models. */
export interface MapSelection {
  readonly model: string;
  readonly layer: LayerSelector;
  readonly head: HeadSelector;
}

/** Asks for maps of a window. */
export interface AttendRequest extends AttentionWindowRequest {
  readonly selections: readonly MapSelection[];
}

export interface Attention extends AttendedTokens {
  readonly model: string;
  /** Float32, [size, size], row-major, size = number of pieces. */
  readonly weights: Float32Array;
}

/** What each head of each layer of a model does in a window. */
export interface HeadSurvey {
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
