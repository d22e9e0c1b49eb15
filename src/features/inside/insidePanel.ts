import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { Topic } from '../../contracts/insidePage';
import type { Pause } from '../../host/pause';
import { onDidChangeSettings } from '../../host/settings';
import { surfaceOfPanel, surfaceOfView, type PageSurface } from '../../host/pageSurface';
import { pageRoots } from '../../host/webviewHtml';
import type { AttentionModels } from '../models/attentionModels';
import { InsidePage } from './insidePage';

const VIEW_ID = 'leftContext.inside';
const PANEL_TYPE = 'leftContext.insideEditor';

/** The page of what is inside a model, in the side bar next to where its words look, and as an editor of its own. */
export function registerInsidePanel(
  inference: Inference,
  rest: Pause,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
  models: AttentionModels,
): vscode.Disposable {
  const pages = new Set<InsidePage>();
  const openPage = (surface: PageSurface, topic?: Topic): void => {
    const page = new InsidePage(surface, inference, models, rest, log, extension, topic);
    pages.add(page);
    surface.onDidDispose(() => {
      pages.delete(page);
      page.dispose();
    });
  };
  const options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
  const openInPanel = (panel: vscode.WebviewPanel, topic?: Topic): void => {
    panel.webview.options = options;
    panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
    openPage(surfaceOfPanel(panel), topic);
  };
  const openInEditor = (topic?: Topic): void => {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    openInPanel(
      vscode.window.createWebviewPanel(PANEL_TYPE, vscode.l10n.t('Inside the Model'), column, options),
      topic,
    );
  };
  const seen = () => [...pages].filter((page) => page.isVisible).at(-1);
  /** Where there is a page to see, else in an editor: a view that VS Code opens below another one has little room. */
  const show = (topic: Topic): void => {
    const page = seen();
    if (page) page.turnTo(topic);
    else openInEditor(topic);
  };
  return vscode.Disposable.from(
    new vscode.Disposable(() => pages.forEach((page) => page.dispose())),
    vscode.window.registerWebviewViewProvider(VIEW_ID, {
      resolveWebviewView(view) {
        view.webview.options = options;
        openPage(surfaceOfView(view));
      },
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (panel) => openInPanel(panel),
    }),
    vscode.commands.registerCommand('leftContext.openInside', () => openInEditor(seen()?.topic)),
    vscode.commands.registerCommand('leftContext.showNextToken', () => show('next token')),
    vscode.commands.registerCommand('leftContext.showSimilarity', () => show('similarity')),
    vscode.commands.registerCommand('leftContext.showSteps', () => show('steps')),
    vscode.commands.registerCommand('leftContext.showPositions', () => show('positions')),
    rest.onDidChange(() => pages.forEach((page) => page.refresh())),
    models.onDidChange(() => pages.forEach((page) => void page.begin())),
    vscode.window.onDidChangeTextEditorSelection(() => pages.forEach((page) => page.caretMoved())),
    vscode.window.onDidChangeActiveTextEditor(() => pages.forEach((page) => page.refresh())),
    vscode.workspace.onDidChangeTextDocument((change) => pages.forEach((page) => page.edited(change))),
    onDidChangeSettings(['include', 'attention.windowTokens'], () => pages.forEach((page) => page.refresh())),
  );
}
