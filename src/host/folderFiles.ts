import * as vscode from 'vscode';
import type { FolderFiles } from '../core/findings/files/folderFiles';
import { readFolder, type FolderReader } from '../core/findings/files/readFolder';
import { Debounced } from './debounced';

/** After so long without another new or deleted file, folders are read again. */
const DELAY_MS = 1_000;

/** The files of the workspace's folders: each folder is read once, and again after files came or went. */
export class FilesOfFolders implements vscode.Disposable {
  readonly #folders = new Map<string, Promise<FolderFiles | undefined>>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Once somebody has asked for a folder. */
  #listeners: vscode.Disposable | undefined;
  readonly #forgetSoon = new Debounced(DELAY_MS, () => {
    this.#folders.clear();
    this.#changed.fire();
  });

  /** Fires when folders may have other files than before. */
  readonly onDidChange = this.#changed.event;

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const ignoreFiles = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    const forget = (uri: vscode.Uri) => void this.#forgetUnlessIgnored(uri);
    return vscode.Disposable.from(
      watcher,
      ignoreFiles,
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      ignoreFiles.onDidChange(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forgetSoon.schedule()),
    );
  }

  async #forgetUnlessIgnored(uri: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const known = folder && (await this.#folders.get(folder.uri.toString())?.catch(() => undefined));
    const path = vscode.workspace.asRelativePath(uri, false);
    if (!/(?:^|\/)(?:\.git|node_modules)\//.test(path) && !known?.isIgnored(path)) this.#forgetSoon.schedule();
  }

  dispose(): void {
    this.#forgetSoon.cancel();
    this.#listeners?.dispose();
    this.#changed.dispose();
  }

  /** The files of a folder of the workspace; undefined where it is no whole checkout. */
  async of({ uri }: vscode.WorkspaceFolder): Promise<FolderFiles | undefined> {
    this.#listeners ??= this.#watch();
    const key = uri.toString();
    const files = this.#folders.get(key) ?? readIfWhole(readerOf(uri));
    this.#folders.set(key, files);
    return files;
  }
}

async function readIfWhole(reader: FolderReader): Promise<FolderFiles | undefined> {
  const root = await reader.list('');
  if (!root.some(({ name }) => name === '.git')) return undefined;
  const { isWhole, files } = await readFolder(reader);
  return isWhole ? files : undefined;
}

/** The text of a file; undefined for one that cannot be read. */
export async function textOfFile(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function readerOf(folder: vscode.Uri): FolderReader {
  const at = (path: string) => (path === '' ? folder : vscode.Uri.joinPath(folder, path));
  return {
    list: async (path) => {
      try {
        const entries = await vscode.workspace.fs.readDirectory(at(path));
        return entries.map(([name, type]) => ({ name, kind: kindOf(type) }));
      } catch {
        return [];
      }
    },
    read: (path) => textOfFile(at(path)),
  };
}

function kindOf(type: vscode.FileType): 'file' | 'folder' | 'link' {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  return type & vscode.FileType.Directory ? 'folder' : 'file';
}
