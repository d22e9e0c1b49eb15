import * as vscode from 'vscode';
import { cancellableProgress } from '../../host/cancellableProgress';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { EngineError, USUAL_ADDRESSES, type FoundEngine } from '../../host/engines/engineTypes';
import { notify } from '../../host/notify';
import { modelsOf } from './engineWording';

/** How long each port may take to answer. */
const PATIENCE_MS = 1_500;

/** An engine that answers at an address; undefined for one that wants a key before it says who it is. */
interface Answering {
  readonly url: string;
  readonly found: FoundEngine | undefined;
}

/** Asks the usual ports of this machine, all at once, and lets the user pick from what answers; undefined for nothing. */
export async function lookOnThisMachine(engines: EngineConnections): Promise<string | undefined> {
  const answering = await cancellableProgress('Looking for engines on this machine', async (signal) =>
    (await Promise.all(USUAL_ADDRESSES.map((url) => ask(url, engines, signal)))).filter((each) => each !== undefined),
  );
  if (!answering) return undefined;
  if (answering.length === 0) {
    const ports = USUAL_ADDRESSES.map((url) => new URL(url).port).join(', ');
    notify(`No engine answers on the ports ${ports} of this machine. Start one, or enter the address of another one.`);
    return undefined;
  }
  const items = answering.map(({ url, found }) => ({
    label: found?.engine ?? 'An engine that wants a key',
    description: url,
    detail: found && modelsOf(found),
    url,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Engines on This Machine' }))?.url;
}

async function ask(url: string, engines: EngineConnections, signal: AbortSignal): Promise<Answering | undefined> {
  try {
    return { url, found: await engines.lookFor(url, signal, PATIENCE_MS) };
  } catch (error) {
    // Other programs use these ports, too.
    return error instanceof EngineError && error.kind === 'key' ? { url, found: undefined } : undefined;
  }
}
