import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { ModelPause } from '../../host/modelPause';
import { onDidChangeSettings } from '../../host/settings';
import { surfaceOfPanel, surfaceOfView, type PageSurface } from '../../host/webviewSurface';
import { pageRoots } from '../../host/webviewHtml';
import type { AttentionModels } from '../models/modelsInAttentionPanel';

/** What a page needs to answer its reader. */
export interface PageServices {
  readonly inference: Inference;
  readonly models: AttentionModels;
  readonly pause: Pick<ModelPause, 'reason'>;
  readonly log: vscode.LogOutputChannel;
  /** The extension's folder. */
  readonly extension: vscode.Uri;
}

/** A page about the active prompt. */
export interface PromptPage extends vscode.Disposable {
  readonly isVisible: boolean;
  /** Sends the page its models; it then requests what it displays. */
  start(): Promise<void>;
  /** Updates what is displayed if the prompt, a setting or the pause has changed. */
  refresh(): void;
  caretMoved(): void;
  documentChanged(change: vscode.TextDocumentChangeEvent): void;
}

/** Where the pages of a panel are opened, and how each is created. */
export interface PagePanelOptions<Page extends PromptPage, Initial> {
  /** Id of the view in the side bar. */
  readonly viewId: string;
  /** Type of the editors. */
  readonly editorType: string;
  /** Title of the editors. */
  readonly title: string;
  readonly extension: vscode.Uri;
  readonly pause: Pick<ModelPause, 'onDidChange'>;
  readonly models: Pick<AttentionModels, 'onDidChange'>;
  /** @param initial what to display first; undefined for what the page saved before */
  createPage(surface: PageSurface, initial: Initial | undefined): Page;
}

/** The open pages of one kind. */
export interface PagePanel<Page extends PromptPage, Initial> extends vscode.Disposable {
  /** Opens a page in an editor beside the active one. */
  openInEditor(initial?: Initial): void;
  forEach(visit: (page: Page) => void): void;
  /** The page that a command applies to: the visible one used last. */
  lastUsed(): Page | undefined;
  markUsed(page: Page): void;
}

/** Registers a page as a view in the side bar and as an editor, and keeps all its open pages up to date. */
export function registerPagePanel<Page extends PromptPage, Initial>(
  options: PagePanelOptions<Page, Initial>,
): PagePanel<Page, Initial> {
  /** In the order of their last use. */
  const pages = new Set<Page>();
  const webviewOptions = { enableScripts: true, localResourceRoots: pageRoots(options.extension) };

  const openPage = (surface: PageSurface, initial?: Initial): void => {
    const page = options.createPage(surface, initial);
    pages.add(page);
    surface.onDidDispose(() => {
      pages.delete(page);
      page.dispose();
    });
  };
  const fillEditor = (panel: vscode.WebviewPanel, initial?: Initial): void => {
    panel.webview.options = webviewOptions;
    panel.iconPath = vscode.Uri.joinPath(options.extension, 'media', 'icon.svg');
    openPage(surfaceOfPanel(panel), initial);
  };
  const refresh = () => pages.forEach((page) => page.refresh());

  const registrations = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(options.viewId, {
      resolveWebviewView(view) {
        view.webview.options = webviewOptions;
        openPage(surfaceOfView(view));
      },
    }),
    vscode.window.registerWebviewPanelSerializer(options.editorType, {
      deserializeWebviewPanel: async (panel) => fillEditor(panel),
    }),
    options.pause.onDidChange(refresh),
    options.models.onDidChange(() => pages.forEach((page) => page.isVisible && void page.start())),
    vscode.window.onDidChangeTextEditorSelection(() => pages.forEach((page) => page.caretMoved())),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidChangeTextDocument((change) => pages.forEach((page) => page.documentChanged(change))),
    onDidChangeSettings(['include', 'attention.windowTokens'], refresh),
  );
  return {
    openInEditor(initial) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const panel = vscode.window.createWebviewPanel(options.editorType, options.title, column, {
        ...webviewOptions,
        enableFindWidget: true,
      });
      fillEditor(panel, initial);
    },
    forEach: (visit) => pages.forEach((page) => visit(page)),
    lastUsed: () => [...pages].filter((page) => page.isVisible).at(-1),
    markUsed(page) {
      pages.delete(page);
      pages.add(page);
    },
    dispose() {
      registrations.dispose();
      pages.forEach((page) => page.dispose());
    },
  };
}
