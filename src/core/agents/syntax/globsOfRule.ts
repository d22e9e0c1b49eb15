/** Why a rule is attached, as a sentence. */
export function globsMatch(globs: readonly string[], path: string): string {
  return `“${globs.join(', ')}” matches ${path}.`;
}

/**
 * Says that globs match no file of the project; undefined where they match one, and where not all files are known.
 *
 * @param testOf makes the test of an agent
 * @param paths of all files of the project
 */
export function whatMatchesNothing(
  globs: readonly string[],
  testOf: (globs: readonly string[]) => (path: string) => boolean,
  paths: readonly string[] | undefined,
): string | undefined {
  return paths && !paths.some(testOf(globs)) ? `“${globs.join(', ')}” matches no file of the project.` : undefined;
}
