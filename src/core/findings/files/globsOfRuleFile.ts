import { claudeGlobs } from '../../prompts/globs/claudeGlobs';
import { copilotGlobs } from '../../prompts/globs/copilotGlobs';
import { cursorGlobs } from '../../prompts/globs/cursorGlobs';
import { partsBetweenCommas } from '../../prompts/globs/partsBetweenCommas';
import { frontMatterLength } from '../../text/frontMatter';
import type { Span } from '../../text/span';

/** A host that attaches rules to files by globs in their front matter. */
export interface RuleHost {
  readonly name: string;
  /** Where it reads rules. */
  readonly place: RegExp;
  readonly field: string;
  /** Front matter with this attaches a rule always. */
  readonly always?: RegExp;
  readonly matches: (globs: readonly string[]) => (path: string) => boolean;
}

export const RULE_HOSTS: readonly RuleHost[] = [
  {
    name: 'GitHub Copilot',
    place: /^\.github\/instructions\/.*\.instructions\.md$/,
    field: 'applyTo',
    matches: (globs) => copilotGlobs(globs.join(',')),
  },
  { name: 'Claude Code', place: /^\.claude\/rules\/.*\.md$/, field: 'paths', matches: claudeGlobs },
  {
    name: 'Cursor',
    place: /^\.cursor\/rules\/.*\.mdc$/,
    field: 'globs',
    always: /^alwaysApply:[ \t]*true\b/m,
    matches: cursorGlobs,
  },
];

/** The globs of a rule. */
export interface RuleGlobs {
  readonly globs: readonly string[];
  /** All of them, as they are written. */
  readonly span: Span;
}

/**
 * The globs in the front matter of a rule, read line by line: many are no YAML. Undefined without any, and where the rule is
 * always attached.
 */
export function globsOfRuleFile(text: string, { field, always }: RuleHost): RuleGlobs | undefined {
  const matter = text.slice(0, frontMatterLength(text));
  if (always?.test(matter)) return undefined;
  const found = new RegExp(String.raw`^${field}:[ \t]*(.*(?:\n[ \t]*-[ \t]+.*)*)`, 'dm').exec(matter);
  const value = found?.[1]!.trimEnd();
  if (!value) return undefined;
  const listed = value.includes('\n') ? value.split('\n').map((line) => line.replace(/^[ \t]*-[ \t]+/, '')) : [value];
  const globs = listed.flatMap((each) => partsOf(each.replace(/[ \t]#.*$/, '').trim())).filter(Boolean);
  const start = found!.indices![1]![0] + value.length - value.trimStart().length;
  return globs.length === 0 ? undefined : { globs, span: { start, end: found!.indices![1]![0] + value.length } };
}

/** “a, b”, “"a, b"” and “["a", "b"]” */
function partsOf(value: string): string[] {
  const isList = value.startsWith('[') && value.endsWith(']');
  const inner = isList ? value.slice(1, -1) : unquoted(value);
  return partsBetweenCommas(inner).map(unquoted);
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1).trim() : text;
}
