import * as vscode from 'vscode';
import { globsOfPromptFiles, YAML_OF_PROMPTS } from '../core/prompts/globsOfPromptFiles';
import { ignoredBy, type IgnoreFile } from '../core/prompts/ignoredFiles';
import { isYaml } from '../core/prompts/isYamlPrompt';
import { promptFileKind } from '../core/prompts/promptFileKinds';
import { isSecretFile } from '../core/prompts/withoutSecrets';
import { filesTreatedAsPrompts, fileChoice } from './fileChoices';
import { textOfFile } from './folderFiles';
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
  const found = await Promise.all(
    globs.map((glob) => vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), NEVER, MOST_FILES)),
  );
  const isInFolder = ({ path }: vscode.Uri) => path.startsWith(`${folder.uri.path}/`);
  const all = [...found.flat(), ...filesTreatedAsPrompts().filter(isInFolder)];
  const prompts = all.filter((uri) => {
    const isIncluded = included.length > 0 || isYaml(uri.path) || promptFileKind(uri.path) !== undefined;
    return fileChoice(uri).isPrompt ?? isIncluded;
  });
  return learnable([...new Map(prompts.map((uri) => [uri.toString(), uri])).values()]);
}

/** Those of the files that may be learnt: they hold no secrets by their names, and Git ignores none of them. */
export async function learnable(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const folders = new Map<string, Promise<FolderRules>>();
  /** The rules for a folder: of its own ignore file, and of those above, up to the root of the repository. */
  const rulesOf = (folder: vscode.Uri): Promise<FolderRules> => {
    const key = folder.toString();
    const rules = folders.get(key) ?? readRules(folder);
    folders.set(key, rules);
    return rules;
  };
  const readRules = async (folder: vscode.Uri): Promise<FolderRules> => {
    const own = (await textOfFile(vscode.Uri.joinPath(folder, '.gitignore'))) ?? '';
    const exclude = await textOfFile(vscode.Uri.joinPath(folder, '.git', 'info', 'exclude'));
    const above = vscode.Uri.joinPath(folder, '..');
    const isRoot = exclude !== undefined || above.path === folder.path;
    // The repository's own exclusions come before its .gitignore, which can take them back.
    const before = isRoot ? [{ folder: folder.path, text: exclude ?? '' }] : (await rulesOf(above)).files;
    const all = [...before, { folder: folder.path, text: own }].filter(({ text }) => text !== '');
    return { files: all, isIgnored: ignoredBy(all) };
  };
  const isLearnable = await Promise.all(
    files.map(
      async (uri) => !isSecretFile(uri.path) && !(await rulesOf(vscode.Uri.joinPath(uri, '..'))).isIgnored(uri.path),
    ),
  );
  return files.filter((_, index) => isLearnable[index]);
}

interface FolderRules {
  readonly files: readonly IgnoreFile[];
  readonly isIgnored: (path: string) => boolean;
}
