import * as vscode from 'vscode';

/** Characters of a message that fit on one line. */
const ONE_LINE = 60;

const SHOW = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

/** Shows a message. A long one gets a button: VS Code cuts messages without buttons to one line, and would hide the end. */
export function notify(message: string, severity: keyof typeof SHOW = 'information'): void {
  void SHOW[severity](message, ...(message.length > ONE_LINE ? [vscode.l10n.t('OK')] : []));
}
