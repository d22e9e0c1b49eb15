import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { UsageError } from './usageError';

/** What the settings of a folder say about findings. */
export interface FindingSettings {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly ignored: readonly unknown[];
}

/** The settings of a folder as VS Code keeps them, in `.vscode/settings.json`. Throws a UsageError when they are not JSON. */
export function findingSettingsIn(folder: string): FindingSettings {
  const file = path.join(folder, '.vscode', 'settings.json');
  if (!existsSync(file)) return { rules: {}, ignored: [] };
  const errors: ParseError[] = [];
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const options = { allowTrailingComma: true, allowEmptyContent: true };
  const settings = (parse(text, errors, options) ?? {}) as Record<string, unknown>;
  if (errors.length > 0) throw new UsageError(`${file} is not JSON. Mend it, since it says which findings to ignore.`);
  const rules = settings['leftContext.findings.rules'];
  const ignored = settings['leftContext.findings.ignored'];
  return {
    rules: typeof rules === 'object' && rules !== null ? (rules as Record<string, unknown>) : {},
    ignored: Array.isArray(ignored) ? ignored : [],
  };
}
