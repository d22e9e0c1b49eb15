import type { Head } from '../core/attention';
import type { ModelSpec } from '../core/models';

/** What the reader of the panel has chosen; the page keeps it, the host follows. */
export interface View {
  readonly model: string;
  readonly layer: number;
  readonly head: Head;
}

export type HostMessage =
  | { readonly type: 'models'; readonly models: readonly ModelSpec[] }
  | {
      readonly type: 'map';
      readonly view: View;
      /** Name of the prompt's file. */
      readonly title: string;
      readonly pieces: readonly string[];
      /** Per token 1 when it is a special token, which has no place in the text. */
      readonly special: readonly boolean[];
      /** Float32 weights [size, size], row-major. */
      readonly weights: ArrayBuffer;
      /** Token of the caret, −1 when none. */
      readonly focus: number;
    }
  /** The caret has moved to another token of the same map. */
  | { readonly type: 'highlight'; readonly focus: number }
  /** The text has changed; what is shown is about to be replaced. */
  | { readonly type: 'outdated' }
  /** Nothing to show, and why. */
  | { readonly type: 'message'; readonly text: string };

export type PageMessage =
  /** The page is up, or another view was chosen: send its map. */
  | { readonly type: 'show'; readonly view: View | undefined }
  /** Select this token in the editor. */
  | { readonly type: 'select'; readonly token: number };
