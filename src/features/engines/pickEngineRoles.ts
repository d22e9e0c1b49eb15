import * as vscode from 'vscode';
import { ENGINE_ROLES, engineNameFor, type EngineRole } from '../../host/engines/engineRoles';
import type { EngineAbilities, EngineInfo } from '../../host/engines/engineTypes';
import { abilitiesInWords, factsOf, possibleRoles, ROLE_NAMES, type AbilityInWords } from './engineWording';

interface RoleItem extends vscode.QuickPickItem {
  /** Undefined for what the engine cannot do. */
  readonly role: EngineRole | undefined;
}

/**
 * Shows what an engine can do, and why it cannot do the rest, and asks what to use it for; undefined when cancelled. Picked already is what
 * it is used for, or else what it can do well.
 */
export function pickEngineRoles(name: string, info: EngineInfo): Promise<readonly EngineRole[] | undefined> {
  const pick = vscode.window.createQuickPick<RoleItem>();
  const preselected = rolesAtFirst(name, info.abilities);
  pick.title = `What Is ${info.model} Used For? (${factsOf(info)})`;
  pick.placeholder = 'Pick what it is to do; models on this machine do the rest';
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.items = itemsFor(info.abilities);
  pick.selectedItems = pick.items.filter(({ role }) => role && preselected.includes(role));
  return new Promise((resolve) => {
    pick.onDidChangeSelection((selected) => {
      const possible = selected.filter(({ role }) => role !== undefined);
      if (possible.length < selected.length) pick.selectedItems = possible;
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ role }) => role ?? []));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function rolesAtFirst(name: string, abilities: EngineAbilities): readonly EngineRole[] {
  const document = vscode.window.activeTextEditor?.document;
  const used = ENGINE_ROLES.filter((role) => engineNameFor(role, document) === name);
  if (used.length > 0) return used;
  return possibleRoles(abilities).filter((role) => role !== 'expectation' || abilities.scoring === 'tested');
}

function itemsFor(abilities: EngineAbilities): RoleItem[] {
  const possible = possibleRoles(abilities);
  const words = abilitiesInWords(abilities);
  const roles = ENGINE_ROLES.map((role) => {
    const own = words.filter((ability) => ability.role === role);
    return possible.includes(role) ? possibleItem(role, own) : impossibleItem(ROLE_NAMES[role].title, own);
  });
  const others = words.filter(({ role }) => role === undefined);
  return [...roles, ...others.map((ability) => impossibleItem(ability.what, [ability]))];
}

function possibleItem(role: EngineRole, abilities: readonly AbilityInWords[]): RoleItem {
  const { title, sent } = ROLE_NAMES[role];
  const facts = abilities.map(({ what, isThere }) => `${what}: ${isThere ? 'yes' : 'no'}`);
  const missing = abilities.filter(({ isThere }) => !isThere).map(({ note }) => `${capitalized(note)}. `);
  const description = abilities.length > 1 ? facts.join(' · ') : 'yes';
  return { role, label: title, description, detail: `${missing.join('')}Is sent ${sent}.` };
}

function impossibleItem(title: string, abilities: readonly AbilityInWords[]): RoleItem {
  const notes = abilities.map(({ note }) => `${capitalized(note)}.`);
  return { role: undefined, label: `$(circle-slash) ${title}`, description: 'no', detail: notes.join(' ') };
}

function capitalized(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
