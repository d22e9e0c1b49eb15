import * as vscode from 'vscode';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { isThisMachine } from '../../host/engines/engineTypes';
import { consentDetail } from './engineWording';

/** Asks once for each address whether text may be sent there; false when it may not. */
export async function consentsTo(url: string, engines: EngineConnections): Promise<boolean> {
  const { origin } = new URL(url);
  if (engines.consents.has(origin)) return true;
  const allow = 'Allow';
  const options = { modal: true, detail: consentDetail(origin, isThisMachine(url)) };
  const answer = await vscode.window.showWarningMessage(`Send the text of your prompts to ${origin}?`, options, allow);
  if (answer !== allow) return false;
  await engines.allow(origin);
  return true;
}
