import { shift } from '../../text/span';
import { faultsOfJson } from '../examples/brokenJson';
import { faultsOfTables } from '../examples/brokenTable';
import { faultsOfXml } from '../examples/brokenXml';
import { faultsOfYaml } from '../examples/brokenYaml';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Example } from '../examples/example';
import { examplesIn } from '../examples/examplesInPrompt';
import type { FaultInExample } from '../examples/faultInExample';
import { fenceWithoutJson } from '../examples/fenceWithoutJson';
import type { Finding } from '../finding';
import { pythonLiteralsInJson } from '../examples/pythonLiteralsInJson';
import type { Rule } from '../rule';

/** Finds examples and schemas that do not parse: JSON, YAML, XML and tables. */
export const brokenExample: Rule = {
  id: 'broken-example',
  title: 'An example that does not parse',
  isOnByDefault: false,
  reads: 'prompt',
  find: ({ text, outline }: CheckedPrompt) => [
    ...faultsOfTables(outline).map((fault) => finding(fault, 0)),
    ...findingsInExamples(text),
  ],
};

/** Texts with more faults hold something else than examples. */
const MOST_FINDINGS = 50;

/** Examples that are neither right nor can be mended; behind them nothing is looked at. */
const MOST_SKETCHES = 60;

function findingsInExamples(text: string): Finding[] {
  const findings: Finding[] = [];
  let sketches = 0;
  for (const example of examplesIn(text)) {
    const faults = faultsIn(example, text);
    if (!faults && ++sketches > MOST_SKETCHES) break;
    findings.push(...(faults ?? []).map((fault) => finding(fault, example.start)));
    if (findings.length > MOST_FINDINGS) return [];
  }
  return findings;
}

/** Files that are read by parsers which allow trailing commas. */
const JSON_WITH_COMMENTS =
  /tsconfig|jsconfig|compilerOptions|\.vscode|settings\.json|launch\.json|tasks\.json|keybindings|devcontainer|jsonc|json5|wrangler|biome|turbo\.json|eslintrc|babelrc|swcrc|renovate|deno\.json|oxlint|sublime|"request":\s*"(?:launch|attach)"/i;

/** “{”, “[{”, not “[[ ## answer ## ]]” */
const BEGINS_JSON = /^\s*(?:\{|\[\s*(?:[{"]|\[(?!\s*#)))/;
/** What is meant by the literals of Python. */
const PYTHON = /python|\bdict(?:ionary|s)?\b|\bpydantic\b|\bliteral_eval\b/i;

/** “// or”: one line or another is meant. */
const ALTERNATIVES = /\/\/\s{0,3}or\b/i;
/** “"verdict": str, // SUCCESS or not”: types and remarks, which nobody takes for JSON. */
const SKETCH =
  /:\s{0,9}(?:str|string|int|integer|float|number|bool|boolean|any|object|array)\s{0,9}(?:\|[^\n"]{0,40})?,?\s{0,9}\/\//;

/** Undefined for JSON that cannot be mended. */
function faultsIn(example: Example, text: string): FaultInExample[] | undefined {
  const { language, start, text: source } = example;
  if (/^ya?ml$/.test(language)) return faultsOfYaml(source);
  if (/^(?:xml|)$/.test(language) && /^\s*</.test(source)) return faultsOfXml(source);
  if (language === 'json' && !/[{[]/.test(source)) return fenceWithoutJson(source);
  if (!/^(?:json|jsonl|ndjson|text|txt|)$/.test(language) || !BEGINS_JSON.test(source)) return [];
  const before = text.slice(Math.max(0, start - 300), start);
  if (JSON_WITH_COMMENTS.test(before + source.slice(0, 2000)) || SKETCH.test(source)) return [];
  if (ALTERNATIVES.test(source)) return [];
  const faults = faultsOfJson(source);
  if (!faults) return undefined;
  const isCalledJson = /json/i.test(before) && !PYTHON.test(before);
  return isCalledJson ? [...faults, ...pythonLiteralsInJson(source)] : faults;
}

function finding({ start, end, what, fix }: FaultInExample, offset: number): Finding {
  return {
    ...shift({ start, end }, offset),
    message: `${what} The model copies the form that it is shown.`,
    fix: fix && { ...fix, edits: fix.edits.map((edit) => ({ ...edit, offset: edit.offset + offset })) },
  };
}
