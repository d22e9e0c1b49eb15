import { globTest, withoutBraces } from './globPattern';
import { partsBetweenCommas } from './partsBetweenCommas';

/** The files for which Claude Code loads a rule, by its `paths`: a list, or a text with commas; “*.md” lies at the root. */
export function claudeGlobs(paths: string | readonly string[]): (path: string) => boolean {
  const patterns = typeof paths === 'string' ? partsBetweenCommas(paths) : paths;
  const tests = patterns.flatMap(withoutBraces).map((pattern) => globTest(pattern));
  return (path) => tests.some((test) => test(path));
}
