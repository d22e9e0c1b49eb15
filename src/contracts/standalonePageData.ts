import type { TokensOfMap } from '../core/attention/displayedMap';
import type { ModelSpec } from '../core/models/modelSpec';
import type { HeadSurvey } from './attentionRequests';
import type { AttentionView } from './attentionPageMessages';

/** All data of an exported stand-alone attention page, embedded in it as JSON. */
export interface StandaloneData {
  readonly models: readonly ModelSpec[];
  /** Translations of the page's strings, as in `vscode.l10n.bundle`. */
  readonly strings: Readonly<Record<string, string>> | undefined;
  readonly view: AttentionView;
  /** Name of the prompt's file. */
  readonly title: string;
  /** UTF-16 offset of the caret; undefined when it was outside of the window's text. */
  readonly caret: number | undefined;
  /** One per model of the view. */
  readonly windows: readonly StandaloneWindow[];
}

/** One model's window: typed arrays become plain ones, weights base64 of little-endian float32, thumbnails base64. */
export interface StandaloneWindow {
  readonly model: string;
  readonly tokens: Omit<TokensOfMap, 'starts' | 'ends'> & {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
  };
  /** See `Attention`. */
  readonly isRounded: boolean;
  /** The map of the view [size, size]. */
  readonly map: string;
  /** Every head's weights [layers, heads, size, size], and their survey; omitted for large windows. */
  readonly all?: {
    readonly weights: string;
    readonly survey: Omit<HeadSurvey, 'thumbnails'> & { readonly thumbnails: string };
  };
}
