import * as vscode from 'vscode';
import { notify } from './notify';

const SCHEME = 'left-context-preview';
const CLOSED = 'The preview was closed, so nothing was applied. Try again.';

/** The proposed text of a document, shown as a diff until the user decides. */
interface Proposal {
  readonly text: string;
  decide(isAccepted: boolean): void;
}

/**
 * Shows the effect of edits as a diff, and applies them when the user accepts: in the message, or with the buttons above
 * the diff. Closing the diff discards them.
 */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #proposals = new Map<string, Proposal>();
  readonly #registrations: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.commands.registerCommand('leftContext.applyPreview', () => this.#decideActive(true)),
      vscode.commands.registerCommand('leftContext.discardPreview', () => this.#decideActive(false)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.#proposals.get(proposalIn(tab) ?? '')?.decide(false);
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
   * Whether the edits were applied: not when the user discards them, or the document has changed.
   *
   * @param version version of the document that the edits are for
   * @param title title of the diff
   * @param question message shown beside the diff
   */
  async confirm(
    document: vscode.TextDocument,
    version: number,
    edits: vscode.TextEdit[],
    title: string,
    question: string,
  ): Promise<boolean> {
    if (!isUnchanged(document, version)) return false;
    const file = document.uri.path.split('/').at(-1)!;
    const name = /\.\w+$/.test(file) ? file : `${file}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/${name}` });
    const isAccepted = new Promise<boolean>((decide) => {
      this.#proposals.set(uri.toString(), { text: applyEdits(document, edits), decide });
    });
    try {
      await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: true });
      void vscode.window.showInformationMessage(question, 'Apply', 'Discard').then((answer) => {
        const proposal = this.#proposals.get(uri.toString());
        if (proposal && answer) proposal.decide(answer === 'Apply');
        // VS Code keeps the message open after the diff is closed.
        else if (answer === 'Apply') notify(CLOSED);
      });
      if (!(await isAccepted)) return false;
      if (!isUnchanged(document, version)) return false;
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      return await vscode.workspace.applyEdit(edit);
    } finally {
      this.#proposals.delete(uri.toString());
      await close(uri);
      if (!document.isClosed) await vscode.window.showTextDocument(document);
    }
  }

  /** Accepts or discards the proposal in the active tab. */
  #decideActive(isAccepted: boolean): void {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    this.#proposals.get((tab && proposalIn(tab)) ?? '')?.decide(isAccepted);
  }
}

/** Whether the document is still at `version`; tells the user when it is not. */
function isUnchanged(document: vscode.TextDocument, version: number): boolean {
  if (!document.isClosed && document.version === version) return true;
  notify('The prompt has changed in the meantime, so nothing was applied. Try again.', 'warning');
  return false;
}

/** The document's text with the edits applied, which must not overlap. */
function applyEdits(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
  const lastFirst = edits.toSorted((a, b) => b.range.start.compareTo(a.range.start));
  return lastFirst.reduce((text, { range, newText }) => {
    return text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  }, document.getText());
}

/** Address of the proposal that a tab shows as a diff; undefined for any other tab. */
function proposalIn({ input }: vscode.Tab): string | undefined {
  const isOurs = input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME;
  return isOurs ? input.modified.toString() : undefined;
}

async function close(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const diff = tabs.find((tab) => proposalIn(tab) === uri.toString());
  if (diff) await vscode.window.tabGroups.close(diff);
}
