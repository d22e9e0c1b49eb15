import * as vscode from 'vscode';
import type { EngineConnections } from '../../host/engines/engineConnections';

/**
 * Asks for the key of an address and keeps it in the secret storage; false when cancelled.
 *
 * @param why why it is asked for; undefined when the user wants to set it
 */
export async function askForKey(url: string, engines: EngineConnections, why?: string): Promise<boolean> {
  const { origin } = new URL(url);
  const key = await vscode.window.showInputBox({
    title: `Key for ${origin}`,
    prompt: `${why === undefined ? '' : `${why} `}It is sent to this address only. Leave it empty if there is none.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^[\x21-\x7e]*$/.test(value.trim())
        ? undefined
        : 'A key has no spaces or accents. Paste it as it was given to you.',
  });
  if (key === undefined) return false;
  await engines.keys.set(origin, key.trim());
  return true;
}
