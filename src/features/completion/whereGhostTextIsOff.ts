import * as vscode from 'vscode';
import { documentRole } from '../../host/documentRole';
import { setting } from '../../host/settings';

/** Name of the setting that disables ghost text in a document; undefined when none does. */
export function disablingSetting(document: vscode.TextDocument): string | undefined {
  if (!setting('completion.enabled', document)) return 'leftContext.completion.enabled';
  const files = setting('completion.files', document);
  if (files === 'off') return 'leftContext.completion.files';
  if (files === 'prompts' && documentRole(document) !== 'prompt') return 'leftContext.completion.files';
  const excluded = setting('completion.exclude', document).map((pattern) => ({ pattern }));
  return vscode.languages.match(excluded, document) > 0 ? 'leftContext.completion.exclude' : undefined;
}
