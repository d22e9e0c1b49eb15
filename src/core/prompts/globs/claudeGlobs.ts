import { globTest, patternsWithoutBraces } from './globPattern';
import { partsBetweenCommas } from './partsBetweenCommas';
import { anyOf, type PathTest } from './pathTest';

/** Patterns that the braces of one rule may stand for. */
const MOST_PATTERNS = 1_000;

/**
 * The files for which Claude Code loads a rule, by its `paths`: a list, or a text with commas; “*.md” lies at the root. A pattern
 * whose braces stand for too many, or whose bracket does not close, matches nothing.
 * Source: https://code.claude.com/docs/en/memory
 */
export function claudeGlobs(paths: string | readonly string[]): PathTest {
  const patterns = typeof paths === 'string' ? partsBetweenCommas(paths) : paths;
  let left = MOST_PATTERNS;
  const tests = patterns.filter(isReadable).flatMap((pattern) => {
    const all = patternsWithoutBraces(pattern, left) ?? [];
    if (all.length > 1) left -= all.length;
    return all.map((each) => globTest(each));
  });
  return anyOf(tests);
}

function isReadable(pattern: string): boolean {
  return !/\[(?![^\]/]+\])/.test(pattern.replace(/\\./g, ''));
}
