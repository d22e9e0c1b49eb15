import { fieldNamed, frontMatterOf, listIn } from '../../findings/files/frontMatterFields';
import { claudeGlobs } from '../../prompts/globs/claudeGlobs';
import { frontMatterLength } from '../../text/frontMatter';
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

export function claudeRule(text: string): ClaudeRule {
  const length = frontMatterLength(text);
  const matter = length > 0 ? frontMatterOf(text) : undefined;
  const isBroken = length > 0 && (matter?.document.errors.length ?? 1) > 0;
  const paths = matter && !isBroken ? fieldNamed(matter, 'paths') : undefined;
  const globs = paths ? listIn(paths.value) : [];
  return { globs: globs.length > 0 ? globs : undefined, isBroken, text: text.slice(length) };
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
