import * as vscode from 'vscode';
import { contributes } from '../../package.json';
import { sanitizeSetting } from '../core/sanitizeSetting';
import { settingSchemas } from '../core/settingSchemas';
import type { SuggestionLevel } from '../core/completion/suggestionLevels';
import type { SuggestionLength } from '../core/completion/suggestionStopRules';

/** The settings under `leftContext` and their types. Defaults, bounds and descriptions are in package.json. */
export interface Settings {
  include: readonly string[];
  'promptFiles.limits': boolean;
  'completion.files': 'off' | 'prompts' | 'prompts and text';
  'completion.enabled': boolean;
  'completion.exclude': readonly string[];
  'completion.trigger': 'automatic' | 'on demand';
  'completion.delay': number;
  'completion.length': SuggestionLength;
  'completion.level': SuggestionLevel;
  'completion.memory': boolean;
  'completion.temperature': number;
  'completion.topK': number;
  'completion.topP': number;
  'completion.model': string;
  'budget.enabled': boolean;
  'budget.countFor': readonly string[];
  'budget.model': string;
  'budget.limit': number;
  'budget.counters': readonly object[];
  'budget.models': object;
  'budget.warnFrom': number;
  'budget.mark': boolean;
  'budget.shade': boolean;
  'budget.samples': object;
  'split.tokens': number;
  'split.overlap': number;
  'split.overlapUnit': 'tokens' | 'sentences';
  'split.separator': string;
  'attention.windowTokens': number;
  'attention.models': readonly string[];
  'bothSides.model': string;
  'findings.level': 'off' | 'information' | 'warning';
  'findings.rules': object;
  'findings.ignored': readonly object[];
  'rewrite.model': string;
  'hub.endpoint': string;
  rest: 'never' | 'on battery';
  'memory.limit': number;
  'memory.releaseAfter': number;
  threads: number;
  engines: readonly object[];
  'engine.ghostText': string;
  'engine.expectation': string;
  'engine.counts': string;
}

/** Prefix of all settings. */
export const SECTION = 'leftContext';
/** By full name, such as `leftContext.threads`. */
const SCHEMAS = settingSchemas({ contributes });

/**
 * The current value of a setting, for `scope` where it can differ by folder or language. VS Code passes on whatever
 * settings.json holds: a value of the wrong type is replaced by the default, a number out of bounds by the nearest bound.
 */
export function setting<Name extends keyof Settings>(name: Name, scope?: vscode.ConfigurationScope): Settings[Name] {
  const value: unknown = vscode.workspace.getConfiguration(SECTION, scope).get(name);
  return sanitizeSetting(value, SCHEMAS[`${SECTION}.${name}`]!) as Settings[Name];
}

/** Calls `listener` when any of `names` may have changed. */
export function onDidChangeSettings(names: readonly (keyof Settings)[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) listener();
  });
}
