import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import { versionsInGit, type Commit, type VersionsInGit } from '../../host/versionsInGit';

/** What a command may be told instead of a commit, branch or tag. */
export const SAVED_FILE = 'saved file';

/** A version of a file before the one in the editor. */
export interface EarlierVersion {
  /** As it is named in a sentence. */
  readonly name: string;
  /** All of the file; undefined where the file was not there yet. */
  readonly text: string | undefined;
}

interface VersionItem extends vscode.QuickPickItem {
  read(): Promise<EarlierVersion | undefined>;
}

/** The version of the last commit. */
export async function lastCommit({ uri }: vscode.TextDocument): Promise<EarlierVersion> {
  return versionAt(await versionsInGit(uri), 'HEAD', 'the last commit');
}

/** The version of a commit, branch or tag, or the saved file. */
export async function namedVersion(document: vscode.TextDocument, name: string): Promise<EarlierVersion> {
  return name === SAVED_FILE ? savedFile(document) : versionAt(await versionsInGit(document.uri), name, name);
}

/** Lets the user pick the saved file, a commit that changed the file, or name another one; undefined when nothing is picked. */
export async function pickVersion(document: vscode.TextDocument): Promise<EarlierVersion | undefined> {
  const git = await versionsInGit(document.uri).catch(errorText);
  const items: VersionItem[] = [
    ...(document.isDirty && !document.isUntitled
      ? [{ label: 'The Saved File', description: 'without your latest changes', read: () => savedFile(document) }]
      : []),
    ...(typeof git === 'string' ? [] : await versionsOf(git)),
  ];
  if (typeof git === 'string' && items.length === 0) throw new Error(git);
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Compare with Another Version',
    placeHolder: typeof git === 'string' ? git : 'Which version was before?',
    matchOnDescription: true,
  });
  return picked?.read();
}

async function versionsOf(git: VersionsInGit): Promise<VersionItem[]> {
  const commits = await git.commits().catch(() => []);
  return [
    ...commits.map((commit) => ({
      label: commit.message.split('\n')[0]!,
      description: describe(commit),
      read: () => versionAt(git, commit.hash, `commit ${shortHash(commit)}`),
    })),
    { label: 'Another Commit, Branch or Tag…', alwaysShow: true, read: () => askForVersion(git) },
  ];
}

async function askForVersion(git: VersionsInGit): Promise<EarlierVersion | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'Compare with Another Version',
    prompt: 'A commit, a branch or a tag.',
    placeHolder: 'main, v1.0, HEAD~3, 1a2b3c4 …',
  });
  return name ? versionAt(git, name, name) : undefined;
}

async function versionAt(git: VersionsInGit, ref: string, name: string): Promise<EarlierVersion> {
  return { name, text: await git.textAt(ref) };
}

async function savedFile({ uri, isUntitled, encoding }: vscode.TextDocument): Promise<EarlierVersion> {
  if (isUntitled) throw new Error('This prompt has not been saved yet, so it has no earlier version. Save it first.');
  const text = await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { encoding });
  return { name: 'the saved file', text };
}

function describe(commit: Commit): string {
  const date = commit.authorDate?.toISOString().slice(0, 10);
  return [shortHash(commit), date, commit.authorName].filter((each) => each !== undefined).join(' · ');
}

function shortHash({ hash }: Commit): string {
  return hash.slice(0, 7);
}
