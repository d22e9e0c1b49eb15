/** The attention page. It keeps the reader's view; the host sends the maps. */
import '../common/page.css';
import './attention.css';
import './heatmap.css';
import './row.css';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { AttentionPageMessage } from '../../src/contracts/attentionPage';
import { readAttentionHostMessage } from '../../src/contracts/attentionPageSchemas';
import { startPage } from '../common/startPage';
import { AttentionApp, type AttentionModels, type AttentionUpdate } from './attentionApp';
import type { AttentionState } from './savedState';

startPage<AttentionModels, AttentionUpdate, AttentionPageMessage, AttentionState>(
  readAttentionHostMessage,
  (models, savedState, host) => new AttentionApp(models, savedState, host),
);
