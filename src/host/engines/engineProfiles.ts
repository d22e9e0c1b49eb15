import type { EngineProfile } from '../../engines/engine';
import { normalizedAddress } from '../../engines/engineAddress';

/** The well-formed entries of leftContext.engines; of several with one name, the first. */
export function profilesIn(list: readonly object[]): EngineProfile[] {
  const profiles = new Map<string, EngineProfile>();
  for (const entry of list) {
    const profile = profileOf(entry);
    if (profile && !profiles.has(profile.name)) profiles.set(profile.name, profile);
  }
  return [...profiles.values()];
}

/** Undefined for what has no name, or an address that no request can go to. */
function profileOf(entry: object): EngineProfile | undefined {
  const { name, url, model } = entry as Partial<Record<keyof EngineProfile, unknown>>;
  if (typeof name !== 'string' || name.trim() === '' || typeof url !== 'string') return undefined;
  try {
    const address = normalizedAddress(url);
    return { name, url: address, ...(typeof model === 'string' && model !== '' ? { model } : {}) };
  } catch {
    return undefined;
  }
}

/** The part of an engine's address that consents and keys belong to: scheme, host and port. */
export function originOf({ url }: Pick<EngineProfile, 'url'>): string {
  return new URL(url).origin;
}

/** Whether two profiles are the same in everything. */
export function isSameProfile(a: EngineProfile, b: EngineProfile): boolean {
  return a.name === b.name && a.url === b.url && a.model === b.model;
}
