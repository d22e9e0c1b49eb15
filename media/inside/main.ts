/** The page of what is inside a model. The reader's choices live here; the host answers them. */
import '../common/page.css';
import './inside.css';
import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { InsidePageMessage } from '../../src/contracts/insidePage';
import { readInsideHostMessage } from '../../src/contracts/insidePageSchemas';
import { forgetTheme } from '../common/theme';
import { InsideApp } from './insideApp';
import type { SavedState } from './savedState';

declare function acquireVsCodeApi(): {
  postMessage(message: InsidePageMessage): void;
  getState(): unknown;
  setState(state: SavedState): void;
};

const host = acquireVsCodeApi();
let panel: InsideApp | undefined;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readInsideHostMessage(data);
  if (message?.type === 'models') {
    l10n.config({ contents: { ...message.strings } });
    panel = new InsideApp(message, host.getState(), {
      post: (message) => host.postMessage(message),
      keep: (state) => host.setState(state),
    });
    document.body.replaceChildren(panel.element);
  } else if (message) {
    panel?.receive(message);
  }
});
// The editor writes its colours into the root's style.
const theme = new MutationObserver(() => {
  forgetTheme();
  panel?.themeChanged();
});
theme.observe(document.documentElement, { attributeFilter: ['style'] });
theme.observe(document.body, { attributeFilter: ['class'] });
host.postMessage({ type: 'ready' });
