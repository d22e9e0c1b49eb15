import * as l10n from '@vscode/l10n';
import { forgetTheme } from './themePalette';

/** VS Code's API for webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** What a page's app can do outside of the page. */
export interface AppHost<Out, State> {
  post(message: Out): void;
  /** Saves the state for when the page is loaded again. */
  saveState(state: State): void;
}

/** The content of a page. */
export interface App<Update> {
  readonly element: HTMLElement;
  receive(message: Update): void;
  themeChanged(): void;
  /** The page got or lost the focus. */
  focusChanged?(hasFocus: boolean): void;
}

/** The message that a page starts with, and starts again with when the models change. */
interface ModelsMessage {
  readonly type: 'models';
  /** Translations of the page's strings. */
  readonly strings: Readonly<Record<string, string>> | undefined;
}

/**
 * Starts a page: tells the host that it has loaded, creates the app when the models arrive, and passes on messages and
 * changes of theme and focus.
 *
 * @param read validates a message from the host; undefined when it is invalid
 * @param createApp gets the state that the page saved before; undefined when it saved none
 */
export function startPage<Models extends ModelsMessage, Update extends { readonly type: string }, Out, State>(
  read: (data: unknown) => Models | Update | undefined,
  createApp: (models: Models, savedState: unknown, host: AppHost<Out, State>) => App<Update>,
): void {
  const vscode = acquireVsCodeApi();
  const host: AppHost<Out, State> = {
    post: (message) => vscode.postMessage(message),
    saveState: (state) => vscode.setState(state),
  };
  const isModels = (message: Models | Update): message is Models => message.type === 'models';
  let app: App<Update> | undefined;

  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = read(data);
    if (!message) return;
    if (isModels(message)) {
      l10n.config({ contents: { ...message.strings } });
      app = createApp(message, vscode.getState(), host);
      document.body.replaceChildren(app.element);
    } else {
      app?.receive(message);
    }
  });
  onThemeChange(() => app?.themeChanged());
  addEventListener('focus', () => app?.focusChanged?.(true));
  addEventListener('blur', () => app?.focusChanged?.(false));
  vscode.postMessage({ type: 'ready' });
}

/** VS Code writes the theme's colours into the root's style, and the theme's kind into the body's class. */
function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(() => {
    forgetTheme();
    changed();
  });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
  observer.observe(document.body, { attributeFilter: ['class'] });
}
