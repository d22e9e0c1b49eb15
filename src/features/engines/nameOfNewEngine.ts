import { isThisMachine, type FoundEngine } from '../../host/engines/engineTypes';

/**
 * A name for an engine that no other one has: what it is, such as “vllm”, on this machine, else the name of its machine.
 *
 * @param taken the names of all others
 */
export function nameOfNewEngine({ url, kind }: Pick<FoundEngine, 'url' | 'kind'>, taken: readonly string[]): string {
  const name = isThisMachine(url) ? kind : new URL(url).hostname;
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}
