import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../scripts/lib/system';
import { root } from '../../test/helpers/fixtures';

const CACHE = path.join(root, 'node_modules', '.cache', 'left-context-bench');

/**
 * Installs npm packages that only a bench needs, once, and returns the folder of the first of them.
 *
 * @param packages each as name@version; their optional dependencies are left out
 * @throws when they cannot be installed, with what to do
 */
export function installForBench(...packages: [string, ...string[]]): string {
  const [first] = packages;
  const folder = path.join(CACHE, first.replaceAll('/', '+'));
  const complete = path.join(folder, 'complete');
  if (!existsSync(complete)) {
    console.log(`Installing ${first} for this bench …`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    const quiet = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    try {
      run('npm', ['install', '--save-exact', ...quiet, ...packages], { cwd: folder });
    } catch (error) {
      throw new Error(`${first} could not be installed. Run the bench where npm can reach its registry.`, {
        cause: error,
      });
    }
    writeFileSync(complete, '');
  }
  return path.join(folder, 'node_modules', first.slice(0, first.lastIndexOf('@')));
}
