import * as vscode from 'vscode';

/** Scheme of the addresses of reports. */
export const SCHEME = 'left-context-influence';

/** Reports that can be shown again; older ones are forgotten. */
const MAX_REPORTS = 20;

/** The latest reports, which an open preview can request again at any time. */
export class InfluenceReports implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/Influence.md` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_REPORTS) this.#texts.delete(oldest!);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } catch {
      // Without VS Code's Markdown preview, the report opens as text.
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    }
  }
}
