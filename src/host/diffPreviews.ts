import * as vscode from 'vscode';
import { notify } from './notify';

const SCHEME = 'left-context-preview';
const OUTDATED = 'This preview is from before VS Code was restarted, so nothing was applied. Try again.';

/** The proposed text of a document, shown as a diff until the user decides. */
interface Proposal {
  readonly text: string;
  decide(isAccepted: boolean): void;
}

/**
 * Shows the effect of edits as a diff, and applies them when the user accepts: in the message, or above the diff. Both stay
 * until then. Closing the diff discards the edits.
 */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #proposals = new Map<string, Proposal>();
  readonly #registrations: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.commands.registerCommand('leftContext.applyPreview', (uri?: unknown) => this.#decide(true, uri)),
      vscode.commands.registerCommand('leftContext.discardPreview', (uri?: unknown) => this.#decide(false, uri)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const address of closed.map(proposalIn)) {
          // A tab that moves to another group is closed in one and opened in the other.
          if (address !== undefined && !tabOf(address)) this.#proposals.get(address)?.decide(false);
        }
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
   * @param addFurther adds changes to other files, which are applied together with the edits
   */
  async confirm(
    document: vscode.TextDocument,
    version: number,
    edits: vscode.TextEdit[],
    title: string,
    question: string,
    addFurther?: (edit: vscode.WorkspaceEdit) => void,
  ): Promise<boolean> {
    if (!isUnchanged(document, version)) return false;
    const file = document.uri.path.split('/').at(-1)!;
    const name = /\.\w+$/.test(file) ? file : `${file}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${++this.#count}/${name}` });
    const isAccepted = new Promise<boolean>((decide) => {
      this.#proposals.set(uri.toString(), { text: applyEdits(document, edits), decide });
    });
    try {
      // Opening another file would replace a tab in preview mode, and so discard the edits.
      await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: false });
      this.#ask(question, uri.toString(), isAccepted);
      if (!(await isAccepted)) return false;
      if (!isUnchanged(document, version)) return false;
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      addFurther?.(edit);
      return await vscode.workspace.applyEdit(edit);
    } finally {
      this.#proposals.delete(uri.toString());
      await close(uri.toString());
      if (!document.isClosed) await vscode.window.showTextDocument(document);
    }
  }

  /**
   * Shows the question until it is decided, with “Apply” as a link and VS Code's own “Cancel”. A message with buttons would
   * not do: VS Code hides it after half a minute, and extensions cannot withdraw it. Nothing moves here: the bar is full.
   */
  #ask(question: string, address: string, decision: Promise<boolean>): void {
    // The question may quote the prompt, in which VS Code would find links, too.
    const plain = question.replaceAll('](', '] (');
    const argument = encodeURIComponent(JSON.stringify([address]));
    const title = `${plain} [Apply](command:leftContext.applyPreview?${argument})`;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => this.#proposals.get(address)?.decide(false));
      progress.report({ increment: 100 });
      return decision;
    });
  }

  /** Accepts or discards the proposal at the address that the message passes; without one, that in the active tab. */
  async #decide(isAccepted: boolean, passed: unknown): Promise<void> {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const address = typeof passed === 'string' ? passed : tab && proposalIn(tab);
    if (address === undefined) return;
    const proposal = this.#proposals.get(address);
    proposal?.decide(isAccepted);
    if (proposal) return;
    await close(address);
    notify(OUTDATED);
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

/** The tab that shows the proposal at this address. */
function tabOf(address: string): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find((tab) => proposalIn(tab) === address);
}

async function close(address: string): Promise<void> {
  const tab = tabOf(address);
  if (tab) await vscode.window.tabGroups.close(tab);
}
