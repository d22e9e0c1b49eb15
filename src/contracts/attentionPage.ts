import type { DisplayOptions } from '../core/attention/displayedMap';
import type { AttentionSelection } from '../core/attention/attentionSelection';
import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { Attention, HeadSurvey } from './attention';

/** What the reader of the panel has chosen; the page keeps it, the host follows. */
export interface AttentionView extends AttentionSelection, DisplayOptions {
  /** Whether all heads are on show instead of one map. */
  readonly allHeads: boolean;
  /** Whether the editor shades the text as the row of the caret has it. */
  readonly inText: boolean;
}

/** What the page makes of a map, or knows: a file's content, a picture on the clipboard, the theme as style attribute. */
export type RenderFormat = 'png' | 'svg' | 'picture' | 'theme';

/** Offsets are UTF-16 offsets into the text that the maps are over. */
export type AttentionHostMessage =
  | {
      readonly type: 'models';
      readonly models: readonly ModelSpec[];
      /** Translations of the page's strings, as `vscode.l10n.bundle` has them. */
      readonly strings: Readonly<Record<string, string>> | undefined;
      /** To begin with, when the page has kept none. */
      readonly view?: AttentionView;
      /** The model to show, whatever was shown before. */
      readonly picked?: string | undefined;
      /** What there is around the page: the editor, nothing, or nothing and no other map than that of the view. */
      readonly around: 'editor' | 'nothing' | 'no other map';
    }
  | {
      readonly type: 'maps';
      readonly view: AttentionView;
      /** Name of the prompt's file. */
      readonly title: string;
      /** One a model of the view. */
      readonly maps: readonly Attention[];
      /** Undefined when the caret is not in this text. */
      readonly caret: number | undefined;
    }
  /** What the heads of the maps' models do; sent after the maps when all heads are on show. */
  | { readonly type: 'surveys'; readonly surveys: readonly HeadSurvey[] }
  /** The caret has moved in the same text. */
  | { readonly type: 'caret'; readonly caret: number }
  /** The editor's pointer rests on this; undefined when it does no more. */
  | { readonly type: 'point'; readonly span: Span | undefined }
  /** The text has changed; what is shown is about to be replaced, or stays while the models rest. */
  | { readonly type: 'outdated'; readonly isPaused: boolean }
  /** Nothing to show, and why. */
  | { readonly type: 'message'; readonly text: string }
  /** Make this of the map with this index. */
  | { readonly type: 'render'; readonly request: number; readonly format: RenderFormat; readonly map: number };

export type AttentionPageMessage =
  /** The page is up: send the models. */
  | { readonly type: 'ready' }
  /** The reader wants this view: send its maps, unless they are the same. */
  | { readonly type: 'show'; readonly view: AttentionView }
  /** Select this in the editor. */
  | { readonly type: 'select'; readonly span: Span }
  /** The pointer stands on this; undefined when it has left. */
  | { readonly type: 'point'; readonly span: Span | undefined }
  /** Ask what to export. */
  | { readonly type: 'export' }
  | { readonly type: 'open in editor' }
  /** What was to be made; no content for a picture that was copied. */
  | { readonly type: 'rendered'; readonly request: number; readonly content: Uint8Array | string | undefined }
  | { readonly type: 'render failed'; readonly request: number; readonly reason: string };
