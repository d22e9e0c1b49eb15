import type { Rule } from './rule';

/** The address of the page that explains a rule. */
export function pageOfRule({ id }: Pick<Rule, 'id'>): string {
  return `https://github.com/left-context/left-context/blob/main/docs/findings/${id}.md`;
}
