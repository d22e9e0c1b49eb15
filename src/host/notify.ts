import * as vscode from 'vscode';

/** Characters that a message has room for on one line. */
const ONE_LINE = 60;

const SHOW = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

/** Tells something in a message. VS Code cuts one without a button to a line, and what to do next stands at its end. */
export function notify(message: string, severity: keyof typeof SHOW = 'information'): void {
  void SHOW[severity](message, ...(message.length > ONE_LINE ? [vscode.l10n.t('OK')] : []));
}
