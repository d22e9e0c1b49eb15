import ignore from 'ignore';
import { lineStartsOf } from '../text/outline/lineBounds';
import { countBelow } from '../text/countOffsetsBelow';
import type { CheckedFile } from './checkedPrompt';
import type { FileFinding } from './checkFile';

/** What somebody wants to see no more: findings of a rule in files, all or those on certain lines. */
export interface IgnoredFinding {
  /** Paths as in a .gitignore file. */
  readonly file: string;
  readonly rule: string;
  /** The text of the line where the finding starts, as `lineOf` shortens it; undefined for all lines. */
  readonly line?: string;
}

/** `left-context: ignore=RULE` and `left-context: ignore-file=RULE,RULE`, in a comment of any kind. */
const DIRECTIVE = /left-context:[ \t]{1,9}(ignore(?:-file)?)=([\w,-]{1,500})/g;

/** The findings that nobody ignores: in a comment on the same line or the line before, one for the whole file, or in settings. */
export function notIgnored(
  { text, path }: CheckedFile,
  findings: readonly FileFinding[],
  ignored: readonly IgnoredFinding[],
): FileFinding[] {
  const lineStarts = lineStartsOf(text);
  const lineAt = (offset: number) => countBelow(lineStarts, offset + 1);
  const directives = Array.from(text.matchAll(DIRECTIVE), ({ index, 1: where, 2: rules }) => ({
    line: where === 'ignore' ? lineAt(index) : undefined,
    rules: rules!.split(','),
  }));
  const here = ignored.filter(({ file }) => path !== undefined && fits(file, path));
  return findings.filter((finding) => {
    const line = lineAt(finding.start);
    const isInComment = directives.some(
      (directive) =>
        directive.rules.includes(finding.rule.id) &&
        (directive.line === undefined || directive.line === line || directive.line === line - 1),
    );
    const words = lineOf(text, finding.start);
    return !isInComment && !here.some((each) => each.rule === finding.rule.id && (each.line ?? words) === words);
  });
}

/** The first 100 UTF-16 code units of the line at an offset, without the blanks around them: how settings name the line. */
export function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line] = text.slice(start).split('\n', 1) as [string];
  return line.trim().slice(0, 100);
}

/** The entries of a setting that are what they should be. */
export function ignoredFindingsIn(values: readonly unknown[]): IgnoredFinding[] {
  return values.filter((value): value is IgnoredFinding => {
    const { file, rule, line } = (value ?? {}) as Record<string, unknown>;
    return typeof file === 'string' && typeof rule === 'string' && (line === undefined || typeof line === 'string');
  });
}

function fits(pattern: string, path: string): boolean {
  return path !== '' && ignore.isPathValid(path) && ignore().add(pattern).ignores(path);
}
