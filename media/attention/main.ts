/** The attention page. It keeps the reader's view; the host sends the maps. */
import '../common/colours.css';
import '../common/page.css';
import './attention.css';
import './heatmap.css';
import './row.css';
import './headTable.css';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { AttentionPageMessage } from '../../src/contracts/attentionPageMessages';
import { readAttentionHostMessage } from '../../src/contracts/attentionPageMessageSchemas';
import { startPage } from '../common/startPage';
import { AttentionApp, type AttentionModels, type AttentionUpdate } from './attentionApp';
import type { AttentionState } from './attentionSavedState';

startPage<AttentionModels, AttentionUpdate, AttentionPageMessage, AttentionState>(
  readAttentionHostMessage,
  (models, savedState, host) => new AttentionApp(models, savedState, host),
);
