import type { Rule } from './rule';
import { RULES } from './rules';

/** The rules that are on: by default, or by a map from ids to “on” and “off”. Anything else in the map counts for nothing. */
export function rulesInUse(choices: Readonly<Record<string, unknown>>): readonly Rule[] {
  return RULES.filter(({ id, isOnByDefault }) => (isOnByDefault ? choices[id] !== 'off' : choices[id] === 'on'));
}
