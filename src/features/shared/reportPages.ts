import * as vscode from 'vscode';

/** VS Code's own. */
const MARKDOWN_PREVIEW = 'vscode.markdown.preview.editor';

/** Pages that can be shown again; older ones are forgotten. */
const MAX_PAGES = 20;

/** The latest reports and texts beside them, which an open preview can request again at any time. */
export class ReportPages implements vscode.TextDocumentContentProvider {
  readonly #scheme: string;
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** @param scheme of the pages' addresses */
  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Makes a page, and returns its address. */
  add(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${++this.#count}/${name}` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_PAGES) this.#texts.delete(oldest!);
    return uri;
  }

  /**
   * Shows a page in Markdown beside the text, which keeps the focus: somebody may be typing there when the report is ready.
   */
  async showReport(uri: vscode.Uri): Promise<void> {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, MARKDOWN_PREVIEW, beside);
    } catch {
      // Without VS Code's Markdown preview, the report opens as text.
      await vscode.window.showTextDocument(uri, beside);
    }
  }
}
