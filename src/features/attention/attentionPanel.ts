import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { AttentionView } from '../../contracts/attentionPage';
import { isPrompt } from '../../host/promptDocuments';
import type { Pause } from '../../host/pause';
import { onDidChangeSettings } from '../../host/settings';
import { surfaceOfPanel, surfaceOfView, type PageSurface } from '../../host/pageSurface';
import { notify } from '../../host/notify';
import { pageRoots } from '../../host/webviewHtml';
import type { AttentionModels } from '../models/attentionModels';
import { AttentionPage } from './attentionPage';
import { exportAttention } from './exportAttention';

const VIEW_ID = 'leftContext.attention';
const PANEL_TYPE = 'leftContext.attentionEditor';

/** The page of where words look, in the side bar and as an editor of its own, linked to the prompt both ways. */
export function registerAttentionPanel(
  inference: Inference,
  rest: Pause,
  log: vscode.LogOutputChannel,
  extension: vscode.Uri,
  models: AttentionModels,
): vscode.Disposable {
  const pages = new Set<AttentionPage>();
  const openPage = (surface: PageSurface, view?: AttentionView): void => {
    const actions = {
      export: () => exportShown(page),
      openInEditor: () => openInEditor(page.view),
      used: () => {
        pages.delete(page);
        pages.add(page);
      },
    };
    const page: AttentionPage = new AttentionPage(surface, inference, models, rest, log, extension, actions, view);
    pages.add(page);
    surface.onDidDispose(() => {
      pages.delete(page);
      page.dispose();
    });
  };
  const options = { enableScripts: true, localResourceRoots: pageRoots(extension) };

  const openInPanel = (panel: vscode.WebviewPanel, view?: AttentionView): void => {
    panel.webview.options = options;
    panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
    openPage(surfaceOfPanel(panel), view);
  };
  const openInEditor = (view?: AttentionView): void => {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(PANEL_TYPE, vscode.l10n.t('Attention'), column, options);
    // One of two pages is enough to shade the text.
    openInPanel(panel, view && { ...view, inText: false });
  };
  /** The page that a command is meant for: of those that are seen, the one that was used last. */
  const seen = () => [...pages].filter((page) => page.isVisible).at(-1);
  const exportShown = async (page: AttentionPage | undefined): Promise<void> => {
    if (page?.shown) await exportAttention(page, page.shown, inference, extension);
    else notify(vscode.l10n.t('Open the attention panel on a prompt first.'));
  };

  return vscode.Disposable.from(
    new vscode.Disposable(() => pages.forEach((page) => page.dispose())),
    rest.onDidChange(() => pages.forEach((page) => page.refresh())),
    models.onDidChange(() => pages.forEach((page) => page.isVisible && void page.begin())),
    vscode.window.registerWebviewViewProvider(VIEW_ID, {
      resolveWebviewView(view) {
        view.webview.options = options;
        openPage(surfaceOfView(view));
      },
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (panel) => openInPanel(panel),
    }),
    vscode.commands.registerCommand('leftContext.openAttention', () => openInEditor(seen()?.view)),
    vscode.commands.registerCommand('leftContext.exportAttention', () => exportShown(seen())),
    vscode.window.onDidChangeTextEditorSelection(() => pages.forEach((page) => page.caretMoved())),
    vscode.window.onDidChangeActiveTextEditor(() => pages.forEach((page) => page.refresh())),
    vscode.workspace.onDidChangeTextDocument((change) => pages.forEach((page) => page.edited(change))),
    onDidChangeSettings(['include', 'attention.windowTokens'], () => pages.forEach((page) => page.refresh())),
    // Nothing is shown for it: resting on a word lights up its row.
    vscode.languages.registerHoverProvider('*', {
      provideHover(document, position) {
        if (isPrompt(document)) pages.forEach((page) => page.pointAt(document, position));
        return undefined;
      },
    }),
  );
}
