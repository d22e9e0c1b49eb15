import { globTest, withoutBraces } from './globPattern';
import { partsBetweenCommas } from './partsBetweenCommas';

/** The files for which Cursor attaches a rule, by its `globs`: a list with commas, from the root of the project: “*.ts” lies there. */
export function cursorGlobs(globs: string | readonly string[]): (path: string) => boolean {
  const patterns = typeof globs === 'string' ? partsBetweenCommas(globs) : globs;
  const tests = patterns.flatMap(withoutBraces).map((pattern) => globTest(pattern));
  return (path) => tests.some((test) => test(path));
}
