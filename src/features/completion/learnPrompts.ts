import * as vscode from 'vscode';
import type { LearntDocument } from '../../contracts/completionRequests';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { learntPassages } from '../../core/prompts/learntPassages';
import { findPromptFiles, learnable } from '../../host/promptFiles';
import { isPrompt, onDidChangeRoles } from '../../host/documentRole';
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
  readonly #changed = new vscode.EventEmitter<void>();
  /** The jobs that were begun, one after the other. */
  #jobs: Promise<void> = Promise.resolve();
  /** Counts the requests to learn all: a newer one takes the place of an older one. */
  #latest = 0;
  #names: ReadonlySet<string> = new Set();
  #isForgotten = false;

  /** Fires when the models know other prompts than before. */
  readonly onDidChange = this.#changed.event;

  constructor(
    inference: Pick<Inference, 'learn'> & Pick<InferenceProcess, 'state' | 'onDidChangeState'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#log = log;
    const learnAll = () => this.#learnAll();
    this.#listeners = vscode.Disposable.from(
      inference.onDidChangeState(learnAll),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.path.endsWith('/.gitignore')) learnAll();
        else this.#learnSaved(document);
      }),
      vscode.workspace.onDidDeleteFiles(learnAll),
      vscode.workspace.onDidRenameFiles(learnAll),
      vscode.workspace.onDidGrantWorkspaceTrust(learnAll),
      vscode.workspace.onDidChangeWorkspaceFolders(learnAll),
      onDidChangeSettings(['completion.memory'], learnAll),
      onDidChangeRoles(learnAll),
      vscode.commands.registerCommand('leftContext.forgetPrompts', () => this.#forget()),
    );
    learnAll();
  }

  dispose(): void {
    this.#latest++;
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  /** The name with which a document is learnt; undefined where ghost text uses no memory. */
  nameOf(document: vscode.TextDocument): string | undefined {
    return this.#isOn(document.uri) ? document.uri.toString() : undefined;
  }

  #isOn(scope: vscode.Uri): boolean {
    return vscode.workspace.isTrusted && !this.#isForgotten && setting('completion.memory', scope);
  }

  /** Learns all prompts of the workspace, and forgets what is none. */
  #learnAll(): void {
    const request = ++this.#latest;
    const isLatest = () => request === this.#latest && this.#inference.state === 'running';
    this.#run(async () => {
      if (!isLatest()) return;
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => this.#isOn(uri));
      const files = await latestFirst((await Promise.all(folders.map(findPromptFiles))).flat());
      if (!isLatest()) return;
      this.#names = new Set(files.map(String));
      await this.#inference.learn({ documents: [], keeps: [...this.#names] }, NEVER_ABORTED);
      await this.#teach(files, isLatest);
      this.#changed.fire();
    });
  }

  /** Learns a document as it was just saved, or forgets it if it is no prompt any more. */
  #learnSaved(document: vscode.TextDocument): void {
    const { uri } = document;
    const name = uri.toString();
    const isStillPrompt = isPrompt(document);
    if (!vscode.workspace.getWorkspaceFolder(uri) || !(isStillPrompt || this.#names.has(name))) return;
    const text = document.getText();
    this.#run(async () => {
      const isLearnt = isStillPrompt && text.length <= LONGEST_FILE && (await learnable([uri])).length > 0;
      if (this.#inference.state !== 'running' || !this.#isOn(uri)) return;
      const passages = isLearnt ? learntPassages(uri.path, text) : [];
      this.#names = new Set([...this.#names, name]);
      await this.#inference.learn({ documents: [{ name, passages }] }, NEVER_ABORTED);
      this.#changed.fire();
    });
  }

  async #teach(files: readonly vscode.Uri[], goesOn: () => boolean): Promise<void> {
    let documents: LearntDocument[] = [];
    let length = 0;
    const send = async () => {
      if (documents.length > 0 && goesOn()) await this.#inference.learn({ documents }, NEVER_ABORTED);
      [documents, length] = [[], 0];
    };
    for (const uri of files) {
      if (!goesOn()) return;
      const document = await read(uri);
      documents.push(document);
      length += document.passages.reduce((sum, { text }) => sum + text.length, 0);
      if (length >= SENT_AT_ONCE) await send();
    }
    await send();
  }

  /** “Forget Prompts”: until the window is loaded again, or for good. */
  async #forget(): Promise<void> {
    this.#isForgotten = true;
    this.#learnAll();
    const [never, again] = ['Never Learn Here', 'Learn Again'];
    const canKeep = vscode.workspace.workspaceFolders !== undefined;
    const chosen = await vscode.window.showInformationMessage(
      'Ghost text has forgotten the prompts of this workspace. It learns them again when the window is loaded anew.',
      ...(canKeep ? [never, again] : [again]),
    );
    if (chosen === never) await vscode.workspace.getConfiguration(SECTION).update('completion.memory', false, false);
    if (chosen !== again) return;
    this.#isForgotten = false;
    this.#learnAll();
  }

  /** Runs a job after those before it. */
  #run(job: () => Promise<void>): void {
    this.#jobs = this.#jobs.then(job).catch((error: unknown) => {
      this.#log.warn(`The prompts of the workspace are not learnt: ${errorText(error)}`);
    });
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

async function read(uri: vscode.Uri): Promise<LearntDocument> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { name: uri.toString(), passages: learntPassages(uri.path, text) };
  } catch {
    // It was deleted meanwhile.
    return { name: uri.toString(), passages: [] };
  }
}
