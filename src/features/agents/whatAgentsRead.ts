import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { agents } from '../../core/agents/agents';
import { globTest } from '../../core/prompts/globs/globPattern';
import { Debounced } from '../../host/debounced';
import { SCHEMES_OF_FILES } from '../../host/documentRole';
import { userFoldersBeside } from '../../host/agentFiles.node';
import { Latest } from '../../host/latestJob';
import { logErrors } from '../../host/logBackgroundErrors';
import type { KnownProjects, Workplace } from './agentSituation';
import { CountedReadings, type CountedReading } from './countedReadings';

const DELAY_MS = 300;
/** Files come and go in swarms, when a branch is checked out or a build runs. */
const FILES_DELAY_MS = 1_000;
const WATCHED = agents
  .flatMap(({ watched }) => watched)
  .map((glob) => globTest(glob.startsWith('**/') ? glob : `**/${glob}`));

/** What agents read at the workplace of the active editor, as long as somebody looks. */
export class WhatAgentsRead implements vscode.Disposable {
  readonly #readings: CountedReadings;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #latest = new Latest();
  readonly #readSoon = new Debounced(DELAY_MS, () => void this.#readIfWatched());
  readonly #readFilesSoon = new Debounced(FILES_DELAY_MS, () => {
    this.#projects = new Map();
    void this.#readIfWatched();
  });
  #listeners: vscode.Disposable | undefined;
  #projects: KnownProjects = new Map();
  /** The file that was active last; what is sent can be looked at meanwhile. */
  #opened: vscode.Uri | undefined;
  #chosen: vscode.Uri | undefined;
  /** Who looks at what agents read. */
  readonly #watchers = new Set<object>();
  #current: readonly CountedReading[] | undefined;

  /** Fires when `current` has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#readings = new CountedReadings(inference, log);
    this.#log = log;
  }

  dispose(): void {
    this.#latest.cancel();
    this.#readSoon.cancel();
    this.#readFilesSoon.cancel();
    this.#listeners?.dispose();
    this.#changed.dispose();
  }

  /** What all agents read that have instructions here; undefined before it is known. */
  get current(): readonly CountedReading[] | undefined {
    return this.#current;
  }

  /** The folder that agents work in, and the file that is open. */
  get workplace(): Workplace | undefined {
    const folder = this.#chosen ?? folderOf(this.#opened);
    if (!folder) return undefined;
    const isBeside = this.#opened?.scheme === folder.scheme && this.#opened.authority === folder.authority;
    return { folder, opened: isBeside ? this.#opened : undefined };
  }

  /** Reads as long as somebody looks. */
  watch(watcher: object, isLooking: boolean): void {
    const isFirst = isLooking && this.#watchers.size === 0;
    if (isLooking) this.#watchers.add(watcher);
    else this.#watchers.delete(watcher);
    if (isFirst) void this.readAgain();
  }

  /** Reads everything again: files may have come and gone while nobody looked. */
  async readAgain(): Promise<void> {
    this.#listeners ??= this.#listen();
    this.#projects = new Map();
    this.#setOpened();
    await this.#read();
  }

  /** What agents read now, whether or not somebody looks. */
  async readNow(): Promise<readonly CountedReading[]> {
    this.#setOpened();
    const { workplace } = this;
    return workplace ? this.#readings.at(workplace, new Map(), new AbortController().signal) : [];
  }

  /** Lets agents work in a folder; undefined for that of the workspace. */
  choose(folder: vscode.Uri | undefined): void {
    this.#chosen = folder;
    this.#readSoon.schedule();
  }

  #listen(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher('**/*');
    const ofUser = foldersOfUser().map((folder) =>
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*.{md,mdc,toml,json}')),
    );
    const again = (uri: vscode.Uri) => this.#mayBeRead(uri) && this.#readSoon.schedule();
    const filesAgain = ({ path }: vscode.Uri) =>
      !/\/(?:\.git|node_modules)\//.test(path) && this.#readFilesSoon.schedule();
    return vscode.Disposable.from(
      files,
      ...ofUser,
      ...ofUser.flatMap((each) => [each.onDidChange(again), each.onDidCreate(again), each.onDidDelete(again)]),
      files.onDidChange((uri) => (uri.path.endsWith('/.gitignore') ? filesAgain(uri) : again(uri))),
      files.onDidCreate(filesAgain),
      files.onDidDelete(filesAgain),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#setOpened();
        this.#readSoon.schedule();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => again(document.uri)),
      vscode.workspace.onDidChangeConfiguration(() => this.#readSoon.schedule()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#chosen = undefined;
        this.#readFilesSoon.schedule();
      }),
    );
  }

  #setOpened(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri && SCHEMES_OF_FILES.includes(uri.scheme)) this.#opened = uri;
  }

  async #readIfWatched(): Promise<void> {
    if (this.#watchers.size > 0) await this.#read();
  }

  async #read(): Promise<void> {
    if (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)) this.#opened = undefined;
    const { workplace } = this;
    const readings = await logErrors(this.#log, 'What agents read is not shown', () =>
      this.#latest.run((signal) =>
        workplace ? this.#readings.at(workplace, this.#projects, signal) : Promise.resolve([]),
      ),
    );
    if (!readings) return;
    this.#current = readings;
    this.#changed.fire();
  }

  /** Whether agents know a file by its name, or read it here, such as one that is imported. */
  #mayBeRead({ path }: vscode.Uri): boolean {
    const isRead = (this.#current ?? []).some(({ reading }) => reading.loaded.some((file) => file.path === path));
    return isRead || WATCHED.some((test) => test(path.slice(1)));
  }
}

/** The folder of the workspace that a file lies in, or the first one. */
function folderOf(uri: vscode.Uri | undefined): vscode.Uri | undefined {
  const own = uri && vscode.workspace.getWorkspaceFolder(uri);
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

function foldersOfUser(): vscode.Uri[] {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const user = folder && userFoldersBeside(folder);
  return user ? [user.codex, user.claude, user.gemini].map((path) => folder.with({ path })) : [];
}
