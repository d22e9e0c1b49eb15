import type { HeadSelector, LayerSelector } from '../core/attention/attentionMap';
import type { AttentionPart } from '../core/attention/attentionParts';
import type { TokensOfMap } from '../core/attention/displayedMap';
import type { HeadSummary } from '../core/attention/headSummary';

/** A window of tokens around a place in a text. All models get the same part of the text. */
export interface AttentionWindowRequest {
  /** Ids of the models. */
  readonly models: readonly string[];
  readonly text: string;
  /** UTF-16 offset into `text`; the window lies around it. */
  readonly focus: number;
  /** Maximum tokens of each model in the window, special tokens included. */
  readonly windowTokens: number;
  /**
   * Which attention of a text-to-text model to read; the encoder's by default. For the decoder's and the
   * cross-attention, the model first generates a text.
   */
  readonly part?: AttentionPart | undefined;
}

/** Selects one attention map of one of the window's models. */
export interface MapSelection {
  readonly model: string;
  readonly layer: LayerSelector;
  readonly head: HeadSelector;
}

/** Requests attention maps of a window. */
export interface AttendRequest extends AttentionWindowRequest {
  readonly selections: readonly MapSelection[];
}

/** One attention map of one model, and the tokens it is over. */
export interface Attention extends TokensOfMap {
  readonly model: string;
  /** Whether they are rounded: computed by a graph in dynamic int8, of which no better form could be opened. */
  readonly isRounded: boolean;
  /** Float32, [size, size], row-major, size = number of pieces; rows attend to columns. */
  readonly weights: Float32Array;
}

/** Thumbnails and statistics of every head of a model over one window. */
export interface HeadSurvey {
  readonly model: string;
  readonly layers: number;
  /** Heads per layer. */
  readonly heads: number;
  /** Width and height of a thumbnail, in cells. */
  readonly side: number;
  /**
   * Bytes round(255·√weight), [layers, heads, side, side]; a cell that covers several tokens shows the largest weight.
   */
  readonly thumbnails: Uint8Array;
  /** One per head, [layers, heads]. */
  readonly summaries: readonly HeadSummary[];
}
