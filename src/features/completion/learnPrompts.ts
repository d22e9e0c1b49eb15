import * as vscode from 'vscode';
import type { LearntDocument } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { learntPassages } from '../../core/prompts/learntPassages';
import { findPromptFiles } from '../../host/findPromptFiles';
import { isPrompt, onDidChangeRoles } from '../../host/documentRole';
import { Latest } from '../../host/latestJob';
import { onDidChangeSettings, SECTION, setting } from '../../host/settings';
import type { InferenceProcess } from '../../host/startAndRestartInferenceProcess.node';

/** Longest file and longest sum of files that are learnt, in bytes. The latest files come first. */
const LONGEST_FILE = 500_000;
const LONGEST_SUM = 5_000_000;
/** UTF-16 code units that are sent at once. */
const SENT_AT_ONCE = 200_000;
const NEVER_ABORTED = new AbortController().signal;

/**
 * Teaches the models the prompts of the workspace, so that ghost text repeats names and sentences that stand in them: all when
 * the process starts, one when it is saved. Nothing is kept on disk. Off in workspaces that are not trusted.
 */
export class LearntPrompts implements vscode.Disposable {
  readonly #inference: Pick<Inference, 'learn'> & Pick<InferenceProcess, 'state'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #listeners: vscode.Disposable;
  readonly #latest = new Latest();
  readonly #changed = new vscode.EventEmitter<void>();
  #isForgotten = false;

  /** Fires when the models know other prompts than before. */
  readonly onDidChange = this.#changed.event;

  constructor(
    inference: Pick<Inference, 'learn'> & Pick<InferenceProcess, 'state' | 'onDidChangeState'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#log = log;
    const learnAll = () => void this.#learnAll();
    const learnSaved = (document: vscode.TextDocument) => {
      if (isPrompt(document)) void this.#learn([document.uri]);
    };
    this.#listeners = vscode.Disposable.from(
      inference.onDidChangeState(learnAll),
      vscode.workspace.onDidSaveTextDocument(learnSaved),
      vscode.workspace.onDidDeleteFiles(learnAll),
      vscode.workspace.onDidRenameFiles(learnAll),
      vscode.workspace.onDidGrantWorkspaceTrust(learnAll),
      vscode.workspace.onDidChangeWorkspaceFolders(learnAll),
      onDidChangeSettings(['completion.memory', 'include'], learnAll),
      onDidChangeRoles(learnAll),
      vscode.commands.registerCommand('leftContext.forgetPrompts', () => this.#forget()),
    );
    learnAll();
  }

  dispose(): void {
    this.#latest.cancel();
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  /** The name with which a document is learnt; undefined where ghost text uses no memory. */
  nameOf(document: vscode.TextDocument): string | undefined {
    return this.#isOn(document) ? document.uri.toString() : undefined;
  }

  #isOn(scope: vscode.TextDocument | vscode.WorkspaceFolder): boolean {
    return vscode.workspace.isTrusted && !this.#isForgotten && setting('completion.memory', scope);
  }

  async #files(): Promise<vscode.Uri[]> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => this.#isOn(folder));
    return (await Promise.all(folders.map(findPromptFiles))).flat();
  }

  /** Learns all prompts of the workspace, and forgets what is none. */
  async #learnAll(): Promise<void> {
    if (this.#inference.state !== 'running') return;
    await this.#logged(() =>
      this.#latest.run(async (signal) => {
        const files = await latestFirst(await this.#files());
        signal.throwIfAborted();
        await this.#inference.learn({ documents: [], forgetsOthers: true }, NEVER_ABORTED);
        await this.#teach(files, signal);
      }),
    );
  }

  async #learn(files: readonly vscode.Uri[]): Promise<void> {
    if (this.#inference.state !== 'running') return;
    const learnt = new Set((await this.#files()).map(String));
    await this.#logged(() =>
      this.#teach(
        files.filter((uri) => learnt.has(uri.toString())),
        NEVER_ABORTED,
      ),
    );
  }

  async #teach(files: readonly vscode.Uri[], signal: AbortSignal): Promise<void> {
    let documents: LearntDocument[] = [];
    const send = async () => {
      if (documents.length > 0) await this.#inference.learn({ documents, forgetsOthers: false }, NEVER_ABORTED);
      documents = [];
    };
    for (const uri of files) {
      const document = await read(uri);
      signal.throwIfAborted();
      if (document) documents.push(document);
      if (documents.reduce((sum, each) => sum + lengthOf(each), 0) >= SENT_AT_ONCE) await send();
    }
    await send();
  }

  /** “Forget Prompts”: until the window is loaded again, or for good. */
  async #forget(): Promise<void> {
    this.#isForgotten = true;
    await this.#learnAll();
    const [never, learn] = ['Never Learn Here', 'Learn Again'];
    const chosen = await vscode.window.showInformationMessage(
      'Ghost text has forgotten the prompts of this workspace. It learns them again when the window is loaded anew.',
      never,
      learn,
    );
    if (chosen === never) await vscode.workspace.getConfiguration(SECTION).update('completion.memory', false);
    if (chosen !== learn) return;
    this.#isForgotten = false;
    await this.#learnAll();
  }

  async #logged(job: () => Promise<unknown>): Promise<void> {
    try {
      await job();
      this.#changed.fire();
    } catch (error) {
      this.#log.warn(`The prompts of the workspace are not learnt: ${errorText(error)}`);
    }
  }
}

/** The files of a size that can be learnt, until together they are too large; those changed last come first. */
async function latestFirst(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found = await Promise.all(
    files.map(async (uri) => ({
      uri,
      stat: await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined),
    })),
  );
  let sum = 0;
  return found
    .flatMap(({ uri, stat }) => (stat && stat.size <= LONGEST_FILE ? [{ uri, size: stat.size, time: stat.mtime }] : []))
    .sort((a, b) => b.time - a.time)
    .filter(({ size }) => (sum += size) <= LONGEST_SUM)
    .map(({ uri }) => uri);
}

async function read(uri: vscode.Uri): Promise<LearntDocument | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { name: uri.toString(), passages: learntPassages(uri.path, text) };
  } catch {
    // It was deleted meanwhile.
    return { name: uri.toString(), passages: [] };
  }
}

function lengthOf({ passages }: LearntDocument): number {
  return passages.reduce((sum, { text }) => sum + text.length, 0);
}
