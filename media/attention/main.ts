/** The attention panel's page. The reader's choices live here; the host sends maps of them. */
import '../common/page.css';
import './attention.css';
import './heatmap.css';
import './row.css';
import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { AttentionPageMessage } from '../../src/contracts/attentionPage';
import { readAttentionHostMessage } from '../../src/contracts/attentionPageSchemas';
import { AttentionApp } from './attentionApp';
import { forgetTheme } from '../common/theme';
import type { SavedState } from './savedState';

declare function acquireVsCodeApi(): {
  postMessage(message: AttentionPageMessage): void;
  getState(): unknown;
  setState(state: SavedState): void;
};

const host = acquireVsCodeApi();
let panel: AttentionApp | undefined;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readAttentionHostMessage(data);
  if (message?.type === 'models') {
    l10n.config({ contents: { ...message.strings } });
    panel = new AttentionApp(message, host.getState(), {
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
addEventListener('focus', () => panel?.setLive(true));
addEventListener('blur', () => panel?.setLive(false));
host.postMessage({ type: 'ready' });
