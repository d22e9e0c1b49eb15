import { glob } from 'tinyglobby';
import { UsageError } from './usageError';

/**
 * The files that a glob matches, sorted: hidden ones too, but none in node_modules or .git. Throws a UsageError when
 * there is none, and for a name that is not a glob.
 */
export async function filesMatching(pattern: string): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) throw new UsageError(`The file ${pattern} does not exist. Check its path.`);
  const names = await glob([pattern], {
    dot: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    expandDirectories: false,
  });
  if (names.length === 0) throw new UsageError(`No file matches ${pattern}. Check the glob.`);
  return names.toSorted();
}
