import type { FileFinding } from '../core/findings/checkFile';
import { pageOfRule } from '../core/findings/pageOfRule';
import type { Rule } from '../core/findings/rule';
import { lineStartsOf } from '../core/text/outline/lineBounds';
import { countBelow } from '../core/text/countOffsetsBelow';

/** What was found in a file. */
export interface CheckedResult {
  /** As the user would write it. */
  readonly file: string;
  /** With line feeds only. */
  readonly text: string;
  readonly findings: readonly FileFinding[];
}

export const FORMATS = ['text', 'json', 'sarif'] as const;

/** The findings of all files, in one of the formats. */
export function reportOf(
  results: readonly CheckedResult[],
  format: (typeof FORMATS)[number],
  rules: readonly Rule[],
): string {
  const found = results.flatMap((result) =>
    result.findings.map((finding) => ({ ...placeOf(result, finding), finding })),
  );
  switch (format) {
    case 'text': {
      const lines = found.map(
        ({ file, line, column, finding }) => `${file}:${line}:${column} ${finding.rule.id}: ${finding.message}`,
      );
      return [...lines, summary(results)].join('\n');
    }
    case 'json':
      return JSON.stringify(
        found.map(({ finding: { rule, message, fix }, ...place }) => ({ ...place, rule: rule.id, message, fix })),
        null,
        2,
      );
    case 'sarif':
      return JSON.stringify(sarif(found, rules), null, 2);
  }
}

type Place = ReturnType<typeof placeOf>;

/** Lines and columns count from 1, columns in UTF-16 code units. */
function placeOf({ file, text }: CheckedResult, { start, end }: FileFinding) {
  const lineStarts = lineStartsOf(text);
  const position = (offset: number) => {
    const line = countBelow(lineStarts, offset + 1);
    return [line, offset - lineStarts[line - 1]! + 1] as const;
  };
  const [line, column] = position(start);
  const [endLine, endColumn] = position(end);
  return { file, line, column, endLine, endColumn };
}

function summary(results: readonly CheckedResult[]): string {
  const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
  const files = results.filter((result) => result.findings.length > 0).length;
  const checked = `${results.length} ${results.length === 1 ? 'prompt' : 'prompts'}`;
  if (findings === 0) return `No findings in ${checked}.`;
  return `${findings} ${findings === 1 ? 'finding' : 'findings'} in ${files} of ${checked}.`;
}

/** The log of a run (OASIS SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). */
function sarif(found: readonly (Place & { readonly finding: FileFinding })[], rules: readonly Rule[]) {
  const results = found.map(({ file, line, column, endLine, endColumn, finding }) => ({
    ruleId: finding.rule.id,
    ruleIndex: rules.indexOf(finding.rule),
    level: 'warning',
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  }));
  const driver = {
    name: 'Left Context',
    informationUri: 'https://github.com/left-context/left-context',
    rules: rules.map(({ id, title }) => ({
      id,
      shortDescription: { text: title },
      helpUri: pageOfRule({ id }),
    })),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
}
