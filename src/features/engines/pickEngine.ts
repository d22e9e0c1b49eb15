import * as vscode from 'vscode';
import type { EngineConnections } from '../../host/engines/engineConnections';
import { ENGINE_ROLES, engineNameFor } from '../../host/engines/engineRoles';
import type { EngineProfile } from '../../host/engines/engineTypes';
import { ROLE_NAMES, stateInWords } from './engineWording';

/** What somebody wants to connect. */
export type EngineChoice =
  | { readonly kind: 'profile'; readonly profile: EngineProfile }
  | { readonly kind: 'key'; readonly profile: EngineProfile }
  | { readonly kind: 'remove'; readonly profile: EngineProfile }
  | { readonly kind: 'look' }
  | { readonly kind: 'address' };

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: EngineChoice;
}

const SET_KEY = { iconPath: new vscode.ThemeIcon('key'), tooltip: 'Set or Delete Its Key' };
const REMOVE = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Remove This Engine' };

const ELSEWHERE: ChoiceItem[] = [
  {
    label: '$(search) Look for engines on this machine',
    description: 'asks the usual ports, once',
    choice: { kind: 'look' },
  },
  { label: '$(globe) Enter an address…', choice: { kind: 'address' } },
];

/** Lists the engines of the settings, with how it stands with each, and ways to find others; undefined when cancelled. */
export function pickEngine(engines: EngineConnections): Promise<EngineChoice | undefined> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  const known = engines.profiles.map((profile) => itemFor(profile, engines));
  const separator = { label: 'other engines', kind: vscode.QuickPickItemKind.Separator };
  pick.title = 'Connect an Engine';
  pick.placeholder = 'Nothing is asked before you pick something here';
  pick.matchOnDescription = true;
  pick.items = known.length > 0 ? [...known, separator, ...ELSEWHERE] : ELSEWHERE;
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.choice);
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item: { choice }, button }) => {
      if (choice?.kind !== 'profile') return;
      resolve({ kind: button === SET_KEY ? 'key' : 'remove', profile: choice.profile });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemFor(profile: EngineProfile, engines: EngineConnections): ChoiceItem {
  const { name, url, model } = profile;
  const document = vscode.window.activeTextEditor?.document;
  const roles = ENGINE_ROLES.filter((role) => engineNameFor(role, document) === name);
  const used = roles.length > 0 ? `used for: ${roles.map((role) => ROLE_NAMES[role].title).join(', ')}` : 'not used';
  return {
    label: `$(server) ${name}`,
    description: model === undefined ? url : `${url} · ${model}`,
    detail: `${used} · ${stateInWords(engines.stateOf(name))}`,
    buttons: [SET_KEY, REMOVE],
    choice: { kind: 'profile', profile },
  };
}
