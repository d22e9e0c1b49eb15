/** The page of a model's internals. It keeps the reader's view; the host sends the answers. */
import '../common/colours.css';
import '../common/page.css';
import './inside.css';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { InsidePageMessage } from '../../src/contracts/insidePageMessages';
import { readInsideHostMessage } from '../../src/contracts/insidePageMessageSchemas';
import { startPage } from '../common/startPage';
import { InsideApp, type InsideModels, type InsideUpdate } from './insideApp';
import type { InsideState } from './insideSavedState';

startPage<InsideModels, InsideUpdate, InsidePageMessage, InsideState>(
  readInsideHostMessage,
  (models, savedState, host) => new InsideApp(models, savedState, host),
);
