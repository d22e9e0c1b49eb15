import { glob } from 'tinyglobby';
import { UsageError } from './usageError';

/**
 * The files that a glob matches, sorted: hidden ones too, but none in node_modules or .git. On Windows, whose shells leave
 * globs to the program, \ separates folders, and case makes no difference. Throws a UsageError when there is none, and
 * for a name that is not a glob.
 */
export async function filesMatching(pattern: string, platform: NodeJS.Platform): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) throw new UsageError(`The file ${pattern} does not exist. Check its path.`);
  const isWindows = platform === 'win32';
  // Elsewhere, \ takes the meaning from the character behind it.
  const names = await glob([isWindows ? pattern.replaceAll('\\', '/') : pattern], {
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    expandDirectories: false,
    caseSensitiveMatch: !isWindows,
  });
  if (names.length === 0) throw new UsageError(`No file matches ${pattern}. Check the glob.`);
  return names.toSorted();
}
