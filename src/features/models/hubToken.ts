import * as vscode from 'vscode';
import type { ModelStore } from '../../host/modelStore.node';

/** “Set Hub Token…”: for models that are private or gated; kept by the editor's secret storage, for one host each. */
export function registerHubToken(store: ModelStore): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.setHubToken', async () => {
    const token = await vscode.window.showInputBox({
      title: `Access Token for ${store.host}`,
      prompt: 'Sent to this host only. Leave it empty to forget the token.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) => (/^[\x21-\x7e]*$/.test(value.trim()) ? undefined : 'A token has no spaces or accents.'),
    });
    if (token === undefined) return;
    await store.setToken(token.trim());
    const done = token.trim() === '' ? 'is forgotten' : 'is kept in the secret storage';
    vscode.window.setStatusBarMessage(`The token for ${store.host} ${done}`, 5000);
  });
}
