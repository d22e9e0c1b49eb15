import type { PathTest } from '../../prompts/globs/pathTest';
import type { ProjectFiles } from '../files/projectFiles';

/** A sentence in a tree has no room for more. */
const LONGEST = 120;

/** Why a rule is attached, as a sentence. */
export function globsMatch(globs: readonly string[], path: string): string {
  return `${quoted(globs)} matches ${path}.`;
}

/** What a rule is for, as a sentence. */
export function forGlobs(globs: readonly string[]): string {
  return `It is for files that ${quoted(globs)} matches.`;
}

/**
 * Says that globs match no file of the project; undefined where they match one, and where one may lie in a folder that is not
 * known: Git ignores it, or there are too many files.
 *
 * @param test of the globs
 */
export function whatMatchesNothing(
  globs: readonly string[],
  test: PathTest,
  { searched, ignoredFolders, isComplete }: Pick<ProjectFiles, 'searched' | 'ignoredFolders' | 'isComplete'>,
): string | undefined {
  const named = globs.map((glob) => `${glob.replace(/^(?:\*\*\/|\.?\/)+/, '')}/`);
  const mayBeIgnored = ignoredFolders.some((folder) => named.some((glob) => `${glob}`.startsWith(`${folder}/`)));
  return !isComplete || mayBeIgnored || searched.some(test)
    ? undefined
    : `${quoted(globs)} matches no file of the project.`;
}

export function quoted(globs: readonly string[]): string {
  const all = globs.join(', ');
  return `“${all.length > LONGEST ? `${all.slice(0, LONGEST)}…` : all}”`;
}
