import * as vscode from 'vscode';

/** The settings under `leftContext`, with their types; names, defaults and texts live in package.json. */
export interface Settings {
  include: readonly string[];
  'completion.enabled': boolean;
  'completion.maxTokens': number;
  'completion.minimumProbability': number;
  'budget.enabled': boolean;
  'budget.limit': number;
  'budget.warnFrom': number;
  'attention.windowTokens': number;
  threads: number;
}

export const SECTION = 'leftContext';

/** The present value of a setting, for a document where it can differ by resource or language. */
export function setting<Name extends keyof Settings>(name: Name, scope?: vscode.ConfigurationScope): Settings[Name] {
  return vscode.workspace.getConfiguration(SECTION, scope).get(name)!;
}

/** Calls `changed` when any of `names` may have changed. */
export function onDidChangeSettings(names: readonly (keyof Settings)[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) changed();
  });
}
