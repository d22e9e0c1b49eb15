import * as vscode from 'vscode';
import { SECTION, type Settings } from './settings';

const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;

/**
 * Writes a setting for the user, and also for the workspace, each of its folders and each language that overrides it.
 * undefined resets it there.
 */
export async function writeSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name] | undefined,
): Promise<void> {
  await vscode.workspace.getConfiguration(SECTION).update(name, value, Global);
  await changeSetting(name, () => value);
}

/**
 * Changes a setting wherever it is set: for the user, the workspace, its folders, and languages in each of them.
 *
 * @param change receives the value as it is in settings.json, which can be anything; undefined resets it
 */
export async function changeSetting(name: keyof Settings, change: (before: unknown) => unknown): Promise<void> {
  await changeIn(undefined, name, change);
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) await changeIn(uri, name, change);
}

/** Changes a setting in a folder, or for the user and the workspace. */
async function changeIn(
  uri: vscode.Uri | undefined,
  name: keyof Settings,
  change: (before: unknown) => unknown,
): Promise<void> {
  const { languageIds = [] } = vscode.workspace.getConfiguration(SECTION, uri).inspect(name) ?? {};
  for (const languageId of [undefined, ...languageIds]) {
    const scope = languageId === undefined ? uri : { ...(uri && { uri }), languageId };
    const configuration = vscode.workspace.getConfiguration(SECTION, scope);
    const set = configuration.inspect(name);
    if (!set) continue;
    const [user, workspace, folder] =
      languageId === undefined
        ? [set.globalValue, set.workspaceValue, set.workspaceFolderValue]
        : [set.globalLanguageValue, set.workspaceLanguageValue, set.workspaceFolderLanguageValue];
    const places: readonly (readonly [vscode.ConfigurationTarget, unknown])[] = uri
      ? [[WorkspaceFolder, folder]]
      : [
          [Global, user],
          [Workspace, workspace],
        ];
    for (const [target, before] of places) {
      const after = before === undefined ? undefined : change(before);
      if (after !== before) await configuration.update(name, after, target, languageId !== undefined);
    }
  }
}
