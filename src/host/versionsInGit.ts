import * as vscode from 'vscode';

/** The commits that are listed. */
const MAX_COMMITS = 20;

/** What is used of the API of VS Code's Git extension (extensions/git/src/api/git.d.ts in its repository). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): Repository | null;
    openRepository(root: vscode.Uri): Promise<Repository | null>;
  };
}

interface Repository {
  getCommit(ref: string): Promise<Commit>;
  show(ref: string, path: string): Promise<string>;
  log(options: { readonly path: string; readonly maxEntries: number }): Promise<Commit[]>;
}

/** A commit, as the Git extension describes it. */
export interface Commit {
  readonly hash: string;
  readonly message: string;
  readonly authorName?: string;
  readonly authorDate?: Date;
}

/** The versions of a file that Git knows. */
export interface VersionsInGit {
  /** The latest commits that changed the file, the newest first. */
  commits(): Promise<Commit[]>;
  /** The text at a commit, branch or tag; undefined where the file is not in there. Rejects when there is no such version. */
  textAt(ref: string): Promise<string | undefined>;
}

/** Rejects with a sentence when a file has no versions in Git, or they cannot be read. */
export async function versionsInGit(uri: vscode.Uri): Promise<VersionsInGit> {
  if (uri.scheme !== 'file')
    throw new Error(
      'This prompt is not a file on disk, so Git knows no earlier version. Save it in a repository first.',
    );
  const { type } = await vscode.workspace.fs.stat(uri);
  if (type & vscode.FileType.SymbolicLink)
    throw new Error('This file is a link, of which Git keeps only where it leads. Open the file itself.');
  const git = await gitExtension();
  const repository = git.getRepository(uri) ?? (await git.openRepository(vscode.Uri.joinPath(uri, '..')));
  if (!repository)
    throw new Error(
      'This file is in no Git repository that VS Code has open. Open the folder of its repository, or compare with the saved file.',
    );
  return {
    commits: () => repository.log({ path: uri.fsPath, maxEntries: MAX_COMMITS }),
    async textAt(ref) {
      // Git would read it as an option.
      const commit = ref.startsWith('-') ? undefined : await repository.getCommit(ref).catch(() => undefined);
      if (!commit)
        throw new Error(
          `There is no version ${ref} in the repository. Name a commit, a branch or a tag, such as HEAD~1.`,
        );
      return repository.show(commit.hash, uri.fsPath).catch(() => undefined);
    },
  };
}

async function gitExtension(): Promise<ReturnType<GitExtension['getAPI']>> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension && !vscode.workspace.isTrusted)
    throw new Error(
      'In Restricted Mode, VS Code’s Git extension is off. Trust this workspace to compare with commits, or compare with the saved file.',
    );
  const git = await extension?.activate();
  if (git?.enabled) return git.getAPI(1);
  throw new Error(
    'VS Code’s Git extension is off, or Git is not installed. Turn it on, or compare with the saved file.',
  );
}
