import { changeSetting, writeSetting } from '../../host/writeSettingWhereItIsSet';
import { ENGINE_ROLES, SETTING_OF_ROLE, type EngineRole } from '../../host/engines/engineRoles';
import type { EngineProfile } from '../../host/engines/engineTypes';
import { setting } from '../../host/settings';

/** Adds an engine to the settings, in place of one of the same name, and lets it do these roles and no others. */
export async function saveEngine(profile: EngineProfile, roles: readonly EngineRole[]): Promise<void> {
  const list = setting('engines');
  const index = list.findIndex((entry) => nameIn(entry) === profile.name);
  await writeSetting('engines', index < 0 ? [...list, profile] : list.with(index, profile));
  for (const role of ENGINE_ROLES) {
    if (roles.includes(role)) await writeSetting(SETTING_OF_ROLE[role], profile.name);
    else await takeOutOfRole(role, [profile.name]);
  }
}

/** Takes engines out of the settings, and out of all roles. */
export async function removeEngines(names: readonly string[]): Promise<void> {
  await stopUsing(names);
  const others = setting('engines').filter((entry) => !names.includes(nameIn(entry) as string));
  await writeSetting('engines', others.length > 0 ? others : undefined);
}

/** Gives all roles of engines back to the models on this machine. */
export async function stopUsing(names: readonly string[]): Promise<void> {
  for (const role of ENGINE_ROLES) await takeOutOfRole(role, names);
}

async function takeOutOfRole(role: EngineRole, names: readonly string[]): Promise<void> {
  await changeSetting(SETTING_OF_ROLE[role], (before) => (names.includes(before as string) ? undefined : before));
}

function nameIn(entry: object): unknown {
  return (entry as { readonly name?: unknown } | null)?.name;
}
