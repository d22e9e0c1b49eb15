import type { AttentionSelection } from '../core/attention/selectedModelPartLayerAndHead';
import type { DisplayOptions } from '../core/attention/displayedMap';
import type { ModelSpec } from '../core/models/modelSpec';
import type { Span } from '../core/text/span';
import type { Attention, HeadSurvey } from './attentionRequests';

/** What the user chose to see in the attention panel. The page keeps it; the host follows. */
export interface AttentionView extends AttentionSelection, DisplayOptions {
  /** Whether to show thumbnails of all heads instead of one map. */
  readonly allHeads: boolean;
  /** Whether the editor shades the text with the weights of the caret's row. */
  readonly inText: boolean;
}

/**
 * What the page can render for the host: the content of a PNG or SVG file, a picture on the clipboard, or the theme as
 * a style attribute.
 */
export type RenderFormat = 'png' | 'svg' | 'picture' | 'theme';

/** Messages from the host to the page. Offsets are UTF-16 offsets into the text that the maps are over. */
export type AttentionHostMessage =
  /** First message, in answer to `ready`: the models to choose from. Sent again when they change. */
  | {
      readonly type: 'models';
      readonly models: readonly ModelSpec[];
      /** Translations of the page's strings, as in `vscode.l10n.bundle`. */
      readonly strings: Readonly<Record<string, string>> | undefined;
      /** Initial view of a page that has no saved state. */
      readonly view?: AttentionView;
      /** Model to show instead of the one in the saved state. */
      readonly requestedModel?: string | undefined;
      /** Name of the engine's model that reads in place of one on this machine, and shows no attention. */
      readonly engine?: string;
      /**
       * editor: a webview in VS Code.
       * standalone: an exported file with the weights of all heads.
       * single map: an exported file with only the map of its view.
       */
      readonly environment: 'editor' | 'standalone' | 'single map';
    }
  /** Answer to `show`, and an update after an edit: the maps of a view. */
  | {
      readonly type: 'maps';
      readonly view: AttentionView;
      /** Name of the prompt's file. */
      readonly title: string;
      /** One per model of the view. */
      readonly maps: readonly Attention[];
      /** Most tokens of a model in the window; undefined where the reader cannot choose another number. */
      readonly windowTokens?: number | undefined;
      /** Undefined when the caret is outside of the maps' text. */
      readonly caret: number | undefined;
    }
  /** Surveys of the maps' models; follows `maps` when the view shows all heads. */
  | { readonly type: 'surveys'; readonly surveys: readonly HeadSurvey[] }
  /** The caret moved; the text is unchanged. */
  | { readonly type: 'caret'; readonly caret: number }
  /** The mouse pointer rests on this span in the editor; undefined once it has left. */
  | { readonly type: 'point'; readonly span: Span | undefined }
  /** The text changed. New maps follow, unless the models are paused. */
  | { readonly type: 'outdated'; readonly isPaused: boolean }
  /** Shows this text instead of maps: why there are none. With `canRetry`, only the reader requests them again. */
  | { readonly type: 'message'; readonly text: string; readonly canRetry?: boolean }
  /** Requests a rendering of the map with index `map`; `request` identifies the answer. */
  | { readonly type: 'render'; readonly request: number; readonly format: RenderFormat; readonly map: number };

/** Messages from the page to the host. */
export type AttentionPageMessage =
  /** The page has loaded; requests `models`. */
  | { readonly type: 'ready' }
  /** The user chose this view; requests its maps unless they are on display. */
  | { readonly type: 'show'; readonly view: AttentionView }
  /** Requests the maps again that could not be read. */
  | { readonly type: 'try again' }
  /** Selects this span in the editor. */
  | { readonly type: 'select'; readonly span: Span }
  /** The mouse pointer rests on this span in the page; undefined once it has left. */
  | { readonly type: 'point'; readonly span: Span | undefined }
  /** Asks the user what to export. */
  | { readonly type: 'export' }
  /** Opens the page in an editor tab. */
  | { readonly type: 'open in editor' }
  /** Answer to `render`; without content when the picture was copied to the clipboard. */
  | { readonly type: 'rendered'; readonly request: number; readonly content: Uint8Array | string | undefined }
  /** Answer to `render` when it failed. */
  | { readonly type: 'render failed'; readonly request: number; readonly reason: string };
