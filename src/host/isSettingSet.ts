import * as vscode from 'vscode';
import { SECTION, type Settings } from './settings';

/** Whether the user or the workspace has set a setting for `scope`, even to its default. */
export function isSet(name: keyof Settings, scope?: vscode.ConfigurationScope): boolean {
  const values = vscode.workspace.getConfiguration(SECTION, scope).inspect(name);
  if (!values) return false;
  return [
    values.globalValue,
    values.workspaceValue,
    values.workspaceFolderValue,
    values.globalLanguageValue,
    values.workspaceLanguageValue,
    values.workspaceFolderLanguageValue,
  ].some((value) => value !== undefined);
}
