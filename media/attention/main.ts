/** The attention panel's page. The reader's choices live here; the host sends maps of them. */
import './attention.css';
import './heatmap.css';
import './row.css';
import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { HostMessage, PageMessage } from '../../src/contracts/page';
import { Panel } from './panel';
import { forgetTheme } from './theme';
import type { Kept } from './kept';

declare function acquireVsCodeApi(): {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: Kept): void;
};

const host = acquireVsCodeApi();
let panel: Panel | undefined;

addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  if (data.type === 'models') {
    l10n.config({ contents: { ...data.strings } });
    panel = new Panel(data, host.getState(), {
      post: (message) => host.postMessage(message),
      keep: (state) => host.setState(state),
    });
    document.body.replaceChildren(panel.element);
  } else {
    panel?.receive(data);
  }
});
// The editor writes its colours into the root's style.
const theme = new MutationObserver(() => {
  forgetTheme();
  panel?.themeChanged();
});
theme.observe(document.documentElement, { attributeFilter: ['style'] });
theme.observe(document.body, { attributeFilter: ['class'] });
addEventListener('focus', () => panel?.setLive(true));
addEventListener('blur', () => panel?.setLive(false));
host.postMessage({ type: 'ready' });
