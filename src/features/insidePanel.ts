import * as vscode from 'vscode';
import type { Inference } from '../contracts/inference';
import type { Topic } from '../contracts/insidePage';
import type { Rest } from '../host/rest';
import { onDidChangeSettings } from '../host/settings';
import { surfaceOfView } from '../host/surface';
import { pageRoots } from '../host/webviewPage';
import type { AttentionModels } from './attentionModels';
import { InsidePage } from './insidePage';

const VIEW_ID = 'leftContext.inside';

/** The view of what is inside a model, next to where its words look. */
export function registerInsidePanel(
  inference: Inference,
  rest: Rest,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
  models: AttentionModels,
): vscode.Disposable {
  let page: InsidePage | undefined;
  /** What to begin with, when a command opens the view. */
  let topic: Topic | undefined;
  const show = async (wanted: Topic): Promise<void> => {
    topic = wanted;
    await vscode.commands.executeCommand(`${VIEW_ID}.focus`);
    page?.turnTo(wanted);
  };
  return vscode.Disposable.from(
    new vscode.Disposable(() => page?.dispose()),
    vscode.window.registerWebviewViewProvider(VIEW_ID, {
      resolveWebviewView(view) {
        view.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
        const opened = new InsidePage(surfaceOfView(view), inference, models, rest, log, extension, topic);
        page = opened;
        view.onDidDispose(() => {
          opened.dispose();
          if (page === opened) page = undefined;
        });
      },
    }),
    vscode.commands.registerCommand('leftContext.showNextToken', () => show('next token')),
    vscode.commands.registerCommand('leftContext.showSimilarity', () => show('similarity')),
    vscode.commands.registerCommand('leftContext.showSteps', () => show('steps')),
    vscode.commands.registerCommand('leftContext.showPositions', () => show('positions')),
    rest.onDidChange(() => page?.refresh()),
    models.onDidChange(() => void page?.begin()),
    vscode.window.onDidChangeTextEditorSelection(() => page?.caretMoved()),
    vscode.window.onDidChangeActiveTextEditor(() => page?.refresh()),
    vscode.workspace.onDidChangeTextDocument((change) => page?.edited(change)),
    onDidChangeSettings(['include', 'attention.windowTokens'], () => page?.refresh()),
  );
}
