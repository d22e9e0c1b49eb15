import * as vscode from 'vscode';
import { notify } from '../../host/notify';
import type { ModelStore } from '../../host/modelStore.node';

/** “Set Hub Token…”: the access token for private or gated models. VS Code's secret storage keeps one for each host. */
export function registerHubToken(store: ModelStore): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.setHubToken', async () => {
    const token = await vscode.window.showInputBox({
      title: `Access Token for ${store.host}`,
      prompt: 'The token is sent to this host only. Leave it empty to delete the token.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7e]*$/.test(value.trim())
          ? undefined
          : 'A token has no spaces or accents. Paste it as the hub shows it.',
    });
    if (token === undefined) return;
    await store.setToken(token.trim());
    const outcome = token.trim() === '' ? 'was deleted' : 'is in the secret storage now';
    notify(`The token for ${store.host} ${outcome}.`);
  });
}
