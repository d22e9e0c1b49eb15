import * as vscode from 'vscode';
import { SECTION, type Settings } from './settings';

/**
 * Writes a setting for the user, and also for the workspace and for each language that overrides it. undefined resets
 * it there.
 */
export async function writeSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name] | undefined,
): Promise<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const { workspaceValue, languageIds = [] } = configuration.inspect(name) ?? {};
  await configuration.update(name, value, Global);
  if (workspaceValue !== undefined) await configuration.update(name, value, Workspace);
  for (const languageId of languageIds) {
    const forLanguage = vscode.workspace.getConfiguration(SECTION, { languageId });
    const { globalLanguageValue, workspaceLanguageValue } = forLanguage.inspect(name) ?? {};
    if (globalLanguageValue !== undefined) await forLanguage.update(name, value, Global, true);
    if (workspaceLanguageValue !== undefined) await forLanguage.update(name, value, Workspace, true);
  }
}
