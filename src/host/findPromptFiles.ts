import * as vscode from 'vscode';
import { globsOfPromptFiles, YAML_OF_PROMPTS } from '../core/prompts/globsOfPromptFiles';
import { ignoredBy, type IgnoreFile } from '../core/prompts/ignoredFiles';
import { isYaml } from '../core/prompts/isYamlPrompt';
import { promptFileKind } from '../core/prompts/promptFileKinds';
import { isSecretFile } from '../core/prompts/withoutSecrets';
import { fileChoice } from './fileChoices';
import { setting } from './settings';

const NEVER = '**/{node_modules,.git}/**';
const MOST_FILES = 10_000;

/**
 * The prompt files of a folder of the workspace by their names, without those that Git ignores or that hold secrets. A choice for
 * a file comes first, then `leftContext.include`, as in `documentRole`.
 */
export async function findPromptFiles(folder: vscode.WorkspaceFolder): Promise<vscode.Uri[]> {
  const included = setting('include', folder);
  // Braces within braces find nothing, so the user's globs are looked for one by one.
  const globs = included.length > 0 ? included : [`{${[...globsOfPromptFiles(), ...YAML_OF_PROMPTS].join(',')}}`];
  const isIgnored = await ignoredFiles(folder);
  const found = (await Promise.all(globs.map((glob) => filesOf(folder, glob)))).flat();
  const byName = new Map(found.map((uri) => [uri.toString(), uri]));
  return [...byName.values()].filter((uri) => {
    const { path } = uri;
    const isPrompt =
      fileChoice(uri).isPrompt ?? (included.length > 0 || isYaml(path) || promptFileKind(path) !== undefined);
    return isPrompt && !isSecretFile(path) && !isIgnored(path);
  });
}

async function filesOf(folder: vscode.WorkspaceFolder, glob: string): Promise<vscode.Uri[]> {
  return vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), NEVER, MOST_FILES);
}

async function ignoredFiles(folder: vscode.WorkspaceFolder): Promise<(path: string) => boolean> {
  const found = await filesOf(folder, '**/.gitignore');
  const all = [
    ...found.map((uri) => ({ uri, folder: uri.path.slice(0, uri.path.lastIndexOf('/')) })),
    { uri: vscode.Uri.joinPath(folder.uri, '.git', 'info', 'exclude'), folder: folder.uri.path },
  ];
  const files = await Promise.all(all.map(async (file) => ({ folder: file.folder, text: await textOf(file.uri) })));
  return ignoredBy(files.filter((file): file is IgnoreFile => file.text !== undefined));
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
