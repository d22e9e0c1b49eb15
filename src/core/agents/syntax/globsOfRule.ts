import type { PathTest, SearchedPaths } from '../../prompts/globs/pathTest';

/** Why a rule is attached, as a sentence. */
export function globsMatch(globs: readonly string[], path: string): string {
  return `“${globs.join(', ')}” matches ${path}.`;
}

/**
 * Says that globs match no file of the project; undefined where they match one, and where not all files are known.
 *
 * @param test of the globs
 * @param paths of all files of the project
 */
export function whatMatchesNothing(
  globs: readonly string[],
  test: PathTest,
  paths: SearchedPaths | undefined,
): string | undefined {
  return paths && !paths.some(test) ? `“${globs.join(', ')}” matches no file of the project.` : undefined;
}
