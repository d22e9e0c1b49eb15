import { globTest, withoutBraces } from './globPattern';
import { partsBetweenCommas } from './partsBetweenCommas';
import { anyOf, type PathTest } from './pathTest';

/** The files for which Cursor attaches a rule, by its `globs`: a list with commas, from the root of the project: “*.ts” lies there. */
export function cursorGlobs(globs: string | readonly string[]): PathTest {
  const patterns = typeof globs === 'string' ? partsBetweenCommas(globs) : globs;
  return anyOf(patterns.flatMap(withoutBraces).map((pattern) => globTest(pattern)));
}
