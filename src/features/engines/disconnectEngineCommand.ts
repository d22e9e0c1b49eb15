import * as vscode from 'vscode';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { ENGINE_ROLES, engineNameFor } from '../../host/engines/engineRoles';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { stopUsing } from './engineSettings';

/**
 * “Stop Using the Engine”: gives all roles back to the models on this machine, and takes back the consent to the engines' addresses
 * with their keys if the user wants that. The engines stay in the settings.
 */
export function registerDisconnectEngine(engines: EngineConnections): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.disconnectEngine', () =>
    reportErrors(async () => {
      const document = vscode.window.activeTextEditor?.document;
      const names = [...new Set(ENGINE_ROLES.map((role) => engineNameFor(role, document)))].filter(Boolean);
      const origins = originsOf(engines);
      if (names.length === 0 && origins.length === 0) {
        notify('No engine is used: all models run on this machine.');
        return;
      }
      await stopUsing(names);
      await offerToForget(origins, engines);
    }),
  );
}

/** The addresses that the user has consented to. */
function originsOf({ profiles, consents }: EngineConnections): string[] {
  const origins = profiles.map(({ url }) => new URL(url).origin);
  return [...new Set(origins)].filter((origin) => consents.has(origin));
}

async function offerToForget(origins: readonly string[], engines: EngineConnections): Promise<void> {
  const forget = 'Forget Consent and Keys';
  const buttons = origins.length > 0 ? [forget, 'Keep Them'] : ['OK'];
  const message = 'All models run on this machine again.';
  const kept = origins.length > 0 ? ` Your consent to ${origins.join(' and ')} is kept, and keys, too.` : '';
  const answer = await vscode.window.showInformationMessage(message + kept, ...buttons);
  if (answer !== forget) return;
  for (const origin of origins) await engines.forget(origin);
}
