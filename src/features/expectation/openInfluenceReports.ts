import * as vscode from 'vscode';

/** Scheme of the addresses of reports. */
export const SCHEME = 'left-context-influence';

/** VS Code's own. */
const MARKDOWN_PREVIEW = 'vscode.markdown.preview.editor';

/** Reports that can be shown again; older ones are forgotten. */
const MAX_REPORTS = 20;

/** The latest reports, which an open preview can request again at any time. */
export class InfluenceReports implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Shows a report beside the text, which keeps the focus: somebody may be typing there when the report is ready. */
  async show(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/Influence.md` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_REPORTS) this.#texts.delete(oldest!);
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, MARKDOWN_PREVIEW, beside);
    } catch {
      // Without VS Code's Markdown preview, the report opens as text.
      await vscode.window.showTextDocument(uri, beside);
    }
  }
}
