import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { Topic } from '../../contracts/insidePageMessages';
import type { ModelPause } from '../../host/modelPause';
import type { AttentionModels } from '../models/modelsInAttentionPanel';
import { registerPagePanel } from '../shared/registerPagePanel';
import { InsidePage } from './insidePage';

/** The page of a model's internals, in the side bar next to the attention maps, and as an editor of its own. */
export function registerInsidePanel(
  inference: Inference,
  pause: ModelPause,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
  models: AttentionModels,
): vscode.Disposable {
  const services = { inference, models, pause, log, extension };
  const panel = registerPagePanel<InsidePage, Topic>({
    viewId: 'leftContext.inside',
    editorType: 'leftContext.insideEditor',
    title: vscode.l10n.t('Inside the Model'),
    extension,
    pause,
    models,
    createPage: (surface, topic) => new InsidePage(surface, services, topic),
  });
  /** Shows a topic in a visible page, else in an editor: VS Code opens a collapsed view at its least height. */
  const showTopic = (topic: Topic): void => {
    const page = panel.lastUsed();
    if (page) page.showTopic(topic);
    else panel.openInEditor(topic);
  };
  return vscode.Disposable.from(
    panel,
    vscode.commands.registerCommand('leftContext.openInside', () => panel.openInEditor(panel.lastUsed()?.topic)),
    vscode.commands.registerCommand('leftContext.showNextToken', () => showTopic('next token')),
    vscode.commands.registerCommand('leftContext.showSimilarity', () => showTopic('similarity')),
    vscode.commands.registerCommand('leftContext.showSteps', () => showTopic('steps')),
    vscode.commands.registerCommand('leftContext.showPositions', () => showTopic('positions')),
  );
}
