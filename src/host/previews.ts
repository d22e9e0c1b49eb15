import * as vscode from 'vscode';
import { notify } from './notify';

const SCHEME = 'left-context-preview';
const GONE = 'That preview is closed, so nothing was applied. Ask for it once more.';

/** A diff that waits for the writer's word. */
interface Proposal {
  readonly text: string;
  settle(isWanted: boolean): void;
}

/**
 * Shows what an edit would make of a document, as a diff, and applies it when the writer says so: in the question, by the
 * buttons above the diff, or not at all by closing it.
 */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #proposals = new Map<string, Proposal>();
  readonly #registrations: vscode.Disposable;
  #shown = 0;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.commands.registerCommand('leftContext.applyPreview', () => this.#answer(true)),
      vscode.commands.registerCommand('leftContext.discardPreview', () => this.#answer(false)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.#proposals.get(proposalIn(tab) ?? '')?.settle(false);
      }),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#proposals.get(uri.toString())?.text;
  }

  /**
   * Whether the edits were applied: not when the writer declined, or the text is no longer what they were made for.
   *
   * @param version of the document that the edits are for
   * @param title of the diff
   * @param summary asked with the diff in view
   */
  async confirm(
    document: vscode.TextDocument,
    version: number,
    edits: vscode.TextEdit[],
    title: string,
    summary: string,
  ): Promise<boolean> {
    if (!isStill(document, version)) return false;
    const file = document.uri.path.split('/').at(-1)!;
    const name = /\.\w+$/.test(file) ? file : `${file}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#shown}/${name}` });
    const isWanted = new Promise<boolean>((settle) => {
      this.#proposals.set(uri.toString(), { text: edited(document, edits), settle });
    });
    try {
      await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: true });
      void vscode.window.showInformationMessage(summary, 'Apply', 'Discard').then((answer) => {
        const proposal = this.#proposals.get(uri.toString());
        if (proposal && answer) proposal.settle(answer === 'Apply');
        // VS Code leaves the question on show when the diff is closed.
        else if (answer === 'Apply') notify(GONE);
      });
      if (!(await isWanted)) return false;
      if (!isStill(document, version)) return false;
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      return await vscode.workspace.applyEdit(edit);
    } finally {
      this.#proposals.delete(uri.toString());
      await close(uri);
      if (!document.isClosed) await vscode.window.showTextDocument(document);
    }
  }

  /** Settles the diff on show. */
  #answer(isWanted: boolean): void {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    this.#proposals.get((tab && proposalIn(tab)) ?? '')?.settle(isWanted);
  }
}

/** Whether the document is as it was; if not, that is said. */
function isStill(document: vscode.TextDocument, version: number): boolean {
  if (!document.isClosed && document.version === version) return true;
  notify('The prompt has changed meanwhile, so nothing was applied. Try again.', 'warning');
  return false;
}

/** The document's text after edits that do not overlap. */
function edited(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
  const lastFirst = edits.toSorted((a, b) => b.range.start.compareTo(a.range.start));
  return lastFirst.reduce((text, { range, newText }) => {
    return text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  }, document.getText());
}

/** The proposal that a tab shows as a diff. */
function proposalIn({ input }: vscode.Tab): string | undefined {
  const isOurs = input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME;
  return isOurs ? input.modified.toString() : undefined;
}

async function close(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const diff = tabs.find((tab) => proposalIn(tab) === uri.toString());
  if (diff) await vscode.window.tabGroups.close(diff);
}
