import * as vscode from 'vscode';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';

/** The background of the token count in the status bar: red above the limit, yellow from the share to warn from. */
export function backgroundFor({ count, limit }: TokenCount, warnFrom: number): vscode.ThemeColor | undefined {
  if (count > limit) return new vscode.ThemeColor('statusBarItem.errorBackground');
  return count >= limit * warnFrom ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
}
