import type { AttendedTokens } from '../core/attention/displayedMap';
import type { ModelSpec } from '../core/models/modelSpec';
import type { HeadSurvey } from './attention';
import type { AttentionView } from './attentionPage';

/** Everything that the stand-alone page shows, as the JSON in it. */
export interface StandaloneData {
  readonly models: readonly ModelSpec[];
  readonly strings: Readonly<Record<string, string>> | undefined;
  readonly view: AttentionView;
  readonly title: string;
  readonly caret: number | undefined;
  readonly windows: readonly StandaloneWindow[];
}

/** What there is of one model; typed arrays as plain ones, weights as base64 of little-endian float32. */
export interface StandaloneWindow {
  readonly model: string;
  readonly tokens: Omit<AttendedTokens, 'starts' | 'ends'> & {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
  };
  /** The map of the view. */
  readonly map: string;
  /** All heads [layers, heads, size, size] and what they do; left out of large windows. */
  readonly all?: {
    readonly weights: string;
    readonly survey: Omit<HeadSurvey, 'thumbnails'> & { readonly thumbnails: string };
  };
}
