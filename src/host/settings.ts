import * as vscode from 'vscode';
import { sanitizeSetting, type SettingSchema } from '../core/sanitizeSetting';
import type { Length } from '../core/completion/stopRules';

/** The settings under `leftContext`, with their types; names, defaults, bounds and texts live in package.json. */
export interface Settings {
  include: readonly string[];
  'completion.enabled': boolean;
  'completion.exclude': readonly string[];
  'completion.trigger': 'automatic' | 'on demand';
  'completion.delay': number;
  'completion.length': Length;
  'completion.confidence': number;
  'completion.temperature': number;
  'completion.topK': number;
  'completion.topP': number;
  'completion.model': string;
  'budget.enabled': boolean;
  'budget.model': string;
  'budget.limit': number;
  'budget.counters': readonly object[];
  'budget.warnFrom': number;
  'budget.shade': boolean;
  'budget.samples': object;
  'split.tokens': number;
  'split.overlap': number;
  'split.overlapUnit': 'tokens' | 'sentences';
  'split.separator': string;
  'attention.windowTokens': number;
  'attention.models': readonly string[];
  'bothSides.model': string;
  'order.lint': 'off' | 'hint' | 'warning';
  'rewrite.model': string;
  'hub.endpoint': string;
  rest: 'never' | 'on battery';
  'memory.limit': number;
  'memory.releaseAfter': number;
  threads: number;
}

const SECTION = 'leftContext';
const EXTENSION = 'left-context.left-context';

/**
 * The present value of a setting, for a document where it can differ by language. VS Code hands on whatever stands in
 * settings.json: a value of the wrong type gives way to the default, a number out of bounds to the nearest bound.
 */
export function setting<Name extends keyof Settings>(name: Name, scope?: vscode.ConfigurationScope): Settings[Name] {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope).get(name);
  return sanitizeSetting(value, declared(name)) as Settings[Name];
}

function declared(name: keyof Settings): SettingSchema {
  const { contributes } = vscode.extensions.getExtension(EXTENSION)!.packageJSON as {
    contributes: { configuration: { properties: Record<string, SettingSchema> } };
  };
  return contributes.configuration.properties[`${SECTION}.${name}`]!;
}

/**
 * Writes a setting, or resets it with undefined, wherever it has a value: for the user, the workspace, and languages that
 * have one of their own; else for the user.
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
    const ofLanguage = vscode.workspace.getConfiguration(SECTION, { languageId });
    const { globalLanguageValue, workspaceLanguageValue } = ofLanguage.inspect(name) ?? {};
    if (globalLanguageValue !== undefined) await ofLanguage.update(name, value, Global, true);
    if (workspaceLanguageValue !== undefined) await ofLanguage.update(name, value, Workspace, true);
  }
}

/** Calls `changed` when any of `names` may have changed. */
export function onDidChangeSettings(names: readonly (keyof Settings)[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) changed();
  });
}
