import { isScalar, isSeq, parseDocument } from 'yaml';
import { claudeGlobs } from '../../prompts/globs/claudeGlobs';
import { partsBetweenCommas } from '../../prompts/globs/partsBetweenCommas';
import { parseYaml } from '../../prompts/parseYaml';
import { folderOf, pathFrom } from '../files/paths';

/** A rule of Claude Code. */
export interface ClaudeRule {
  /** Undefined for a rule that is loaded at the start. */
  readonly globs: readonly string[] | undefined;
  /** Whether its front matter is no YAML, so that Claude Code ignores it. */
  readonly isBroken: boolean;
  /** Without front matter. */
  readonly text: string;
}

const FRONT_MATTER = /^---[ \t]*\r?\n((?:[^]*?\n)??)---[ \t]*(?:\r?\n|$)/;
/** Longer front matter is not read: parsing takes too long. */
const LONGEST = 100_000;

export function claudeRule(text: string): ClaudeRule {
  const [whole = '', yaml = ''] = FRONT_MATTER.exec(text) ?? [];
  const { paths, isBroken } = pathsIn(yaml);
  return { globs: paths.length > 0 ? paths : undefined, isBroken, text: text.slice(whole.length) };
}

function pathsIn(yaml: string): { paths: string[]; isBroken: boolean } {
  // Nothing is read of what has too many levels, either.
  if (yaml.length > LONGEST || (parseYaml(yaml).length === 0 && /^[^#\s]/m.test(yaml)))
    return { paths: [], isBroken: true };
  const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
  const value: unknown = document.errors.length > 0 ? undefined : document.get('paths');
  const items = isSeq(value) ? value.items.map((item) => (isScalar(item) ? item.value : undefined)) : [];
  const texts =
    typeof value === 'string' ? partsBetweenCommas(value) : items.filter((item) => typeof item === 'string');
  return { paths: texts, isBroken: document.errors.length > 0 };
}

/** Whether a rule is for a file. Its globs begin in the folder that holds `.claude`. */
export function isRuleFor(globs: readonly string[], rulePath: string, path: string): boolean {
  const base = projectOfRule(rulePath);
  return path.startsWith(`${base}/`) && claudeGlobs(globs)(pathFrom(base, path));
}

/** The folder that holds the `.claude` in which a rule lies. */
export function projectOfRule(path: string): string {
  return folderOf(path.slice(0, path.lastIndexOf('/.claude/') + '/.claude'.length));
}
