import * as vscode from 'vscode';
import { cancellableProgress } from '../../host/cancellableProgress';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { EngineError, type EngineInfo, type EngineProfile, type FoundEngine } from '../../host/engines/engineTypes';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import { acceptsPlainHttp, askForAddress } from './askForAddress';
import { consentsTo } from './askForConsent';
import { askForKey } from './askForKey';
import { removeEngines, saveEngine } from './engineSettings';
import { modelsOf, ROLE_NAMES } from './engineWording';
import { lookOnThisMachine } from './lookOnThisMachine';
import { nameOfNewEngine } from './nameOfNewEngine';
import { pickEngine } from './pickEngine';
import { pickEngineRoles } from './pickEngineRoles';

/**
 * “Connect an Engine…”: lets the user pick an engine, look for one on this machine or enter an address; asks for consent, and for a key if
 * the engine wants one; finds out what it can do, and asks what to use it for.
 */
export function registerConnectEngine(engines: EngineConnections): vscode.Disposable {
  return vscode.commands.registerCommand('leftContext.connectEngine', () =>
    reportErrors(async () => {
      if (!engines.isTrusted) return tellOfTrust();
      const choice = await pickEngine(engines);
      switch (choice?.kind) {
        case 'profile':
          return setUpAgain(choice.profile, engines);
        case 'key':
          if (await askForKey(choice.profile.url, engines)) await setUpAgain(choice.profile, engines);
          return undefined;
        case 'remove':
          return removeEngines([choice.profile.name]);
        case 'look':
          return setUpNew(await lookOnThisMachine(engines), engines);
        case 'address':
          return setUpNew(await askForAddress(), engines);
      }
    }),
  );
}

async function tellOfTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message =
    'This workspace is not trusted, so no engine is asked from it. Trust it first if you know where it is from.';
  const answer = await vscode.window.showWarningMessage(message, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

/** Sets up an engine of the settings, which may have got there without the user's agreement. */
async function setUpAgain(profile: EngineProfile, engines: EngineConnections): Promise<void> {
  const { url } = profile;
  if ((await acceptsPlainHttp(url)) && (await consentsTo(url, engines))) await setUp(profile, engines);
}

/** Sets up the engine at an address, if there is one. */
async function setUpNew(url: string | undefined, engines: EngineConnections): Promise<void> {
  if (url === undefined || !(await acceptsPlainHttp(url)) || !(await consentsTo(url, engines))) return;
  const found = await withKey(url, engines, (signal) => engines.lookFor(url, signal));
  const model = found && (await pickModel(found));
  if (model === undefined) return;
  const { profiles } = engines;
  // Several models of one address are several engines.
  const same = profiles.find((profile) => profile.url === url && profile.model === model);
  const taken = profiles.map(({ name }) => name);
  await setUp(same ?? { name: nameOfNewEngine(found!, taken), url, model }, engines);
}

/** Asks for one of the models that an engine offers, if it has several; undefined when cancelled. */
async function pickModel(found: FoundEngine): Promise<string | undefined> {
  const { models, engine } = found;
  if (models.length === 1) return models[0]!.id;
  const items = models.map((model) => ({ label: model.id, detail: modelsOf({ ...found, models: [model] }) }));
  return (await vscode.window.showQuickPick(items, { title: `Which Model of ${engine}?` }))?.label;
}

/** Connects with an engine that the user agreed to, shows what it can do, and lets it do what the user picks. */
async function setUp(profile: EngineProfile, engines: EngineConnections): Promise<void> {
  const { url, name } = profile;
  const info = await withKey(url, engines, (signal) => engines.connect(profile, signal));
  const roles = info && (await pickEngineRoles(name, info));
  if (!roles) return;
  await saveEngine(profile, roles);
  notify(
    outcome(
      name,
      info,
      roles.map((role) => ROLE_NAMES[role].title),
    ),
  );
}

function outcome(name: string, { model }: EngineInfo, roles: readonly string[]): string {
  return roles.length === 0
    ? `${name} is among your engines and is not used. Run “Left Context Models: Connect an Engine…” to use it.`
    : `${model} on ${name} is used for: ${roles.join(', ')}. The status bar says how it does.`;
}

/** Asks an engine; when it wants a key, asks the user for that first. Undefined when the user does not go on. */
async function withKey<T>(
  url: string,
  engines: EngineConnections,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await cancellableProgress(`Connecting to ${new URL(url).host}`, ask);
    } catch (error) {
      if (!(error instanceof EngineError) || error.kind !== 'key') throw error;
      if (!(await askForKey(url, engines, error.message))) return undefined;
    }
  }
}
