import * as vscode from 'vscode';

/** Calls `listener` when the window gets or loses the focus, but not when VS Code finds it idle. */
export function onDidChangeFocus(listener: (isFocused: boolean) => void): vscode.Disposable {
  let wasFocused = vscode.window.state.focused;
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused === wasFocused) return;
    wasFocused = focused;
    listener(focused);
  });
}
