import type * as vscode from 'vscode';
import { setting } from '../../host/settings';

/** The separator line between segments, without the white space around it. */
export function separatorOf(document: vscode.TextDocument): string {
  return setting('split.separator', document).trim().split('\n')[0]!.trim();
}
