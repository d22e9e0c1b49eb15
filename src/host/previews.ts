import * as vscode from 'vscode';

const SCHEME = 'left-context-preview';

/** Shows what an edit would make of a document, as a diff, and applies it when the writer says so. */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly #proposals = new Map<string, string>();
  #shown = 0;

  dispose(): void {
    this.#registration.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#proposals.get(uri.toString());
  }

  /**
   * Whether the edits were applied: not when the writer declined, or the text changed meanwhile.
   *
   * @param title of the diff
   * @param summary asked with the diff in view
   */
  async confirm(document: vscode.TextDocument, edits: vscode.TextEdit[], title: string, summary: string) {
    const { version } = document;
    const file = document.uri.path.split('/').at(-1)!;
    const name = /\.\w+$/.test(file) ? file : `${file}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#shown}/${name}` });
    this.#proposals.set(uri.toString(), edited(document, edits));
    try {
      await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: true });
      const isApplied = (await vscode.window.showInformationMessage(summary, 'Apply', 'Discard')) === 'Apply';
      await close(uri);
      await vscode.window.showTextDocument(document);
      if (!isApplied) return false;
      if (document.version !== version) {
        void vscode.window.showWarningMessage(
          'The prompt has changed since the preview, so nothing was applied. Try again.',
        );
        return false;
      }
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      return await vscode.workspace.applyEdit(edit);
    } finally {
      this.#proposals.delete(uri.toString());
    }
  }
}

/** The document's text after edits that do not overlap. */
function edited(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
  const lastFirst = edits.toSorted((a, b) => b.range.start.compareTo(a.range.start));
  return lastFirst.reduce((text, { range, newText }) => {
    return text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  }, document.getText());
}

async function close(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const diff = tabs.find(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.path === uri.path);
  if (diff) await vscode.window.tabGroups.close(diff);
}
