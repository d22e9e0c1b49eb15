import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding, Fix } from '../finding';
import { seriesOfNumbers, type NumberedLine, type Series } from '../words/numberedLines';
import type { Rule } from '../rule';

/** Steps, items of a list and headings of which two have the same number, or whose numbers leave one out. */
export const brokenNumbering: Rule = {
  id: 'broken-numbering',
  title: 'A number that is used twice or left out',
  isOnByDefault: true,
  reads: 'prompt',
  find(prompt) {
    const findings = seriesOfNumbers(prompt.outline).flatMap((series) => findIn(prompt, series));
    return findings.length > MOST_FINDINGS ? [] : findings;
  },
};

/** Words for what is counted one after the other. What others name, such as HTTP codes or weeks, need not be complete. */
const COUNTED =
  /^(?:|step|phase|stage|part|rule|task|principle|question|section|pattern|issue|skill|node|tier|layer|pillar|pass|round|module|lesson|exercise|criterion|method|technique|strategy|scenario|option|tip|mistake|gate|check|test|dimension|example|point|item|action|workflow|requirement|guideline|schritt|étape|etape|paso|passo|etapa|fase|шаг|этап|步骤|阶段|第|步驟|階段|手順|ステップ)$/u;
/** Texts with more findings are something else than steps. */
const MOST_FINDINGS = 50;
/** Numbers apart from which a gap is none of this list: somebody chose some of a longer one. */
const LARGEST_GAP = 4;
/** One of several items of which only one holds, or is shown. */
const ALTERNATIVE =
  /^[^\p{L}]*(?:if|when|otherwise|else|or|alternatively|option|without|for)\b|\b(?:shown|hide|hidden|omit|render(?:ed)?|visible|instead of)\b/iu;
/** Somebody says that items are left out. */
const LEFT_OUT = /^[ \t]*(?:\.\.\.|…|\[\.\.\.\]|\[…\])[ \t]*$|\bfor brevity\b|\bomitted\b/imu;
/** Tags of templates, which leave out or repeat items. */
const TAG = /\{%|\{\{[#/^]|<%|<#|\{#/;

function findIn(prompt: CheckedPrompt, all: Series): Finding[] {
  const series = all.filter(({ isInsert }) => !isInsert);
  const [first] = series;
  // “Step 2” in front of a line can name a step that stands elsewhere, and headings keep their numbers when one moves away.
  if (!first || (first.word !== '' && first.level === 0) || !COUNTED.test(first.word)) return [];
  const steps = series.slice(1).map((line, index) => ({
    line,
    before: series[index]!,
    step: line.number - series[index]!.number,
    isBackInStep: line.number === first.number + index + 1,
  }));
  const broken = steps.filter(({ step, isBackInStep }) => step !== 1 && !isBackInStep);
  if (broken.length === 0 || broken.length * 2 > steps.length || first.number > 1) return [];
  if (broken.some(({ step }) => step < 0 || step > LARGEST_GAP || (step > 1 && (first.hasParents || first.level > 0))))
    return [];
  return broken.flatMap(({ line, before }, index) => {
    if (isMeant(prompt.text, before, line)) return [];
    const fix = index === 0 ? renumber(prompt.text, series, line) : undefined;
    return [{ ...line.digits, message: messageOf(before, line), related: before.digits, fix }];
  });
}

/** Whether the numbers can be right: a template fills in, one of two items holds, or the missing one stands between in other form. */
function isMeant(text: string, before: NumberedLine, line: NumberedLine): boolean {
  const between = text.slice(before.start, line.end);
  if (TAG.test(between) || LEFT_OUT.test(between)) return true;
  if (before.number === line.number) return [before, line].some((each) => ALTERNATIVE.test(titleOf(text, each)));
  const missing = before.number + 1;
  return new RegExp(
    String.raw`(?:^|\n)[^\p{L}\p{N}\n]{0,20}(?:\p{L}{1,20}[ \t]*)?${missing}[a-zA-Z]?\b|(?<![\p{L}\p{N}.])${missing}[.)][ \t*]`,
    'u',
  ).test(text.slice(before.digits.end, line.start));
}

function titleOf(text: string, { digits, end }: NumberedLine): string {
  return text.slice(digits.end, end);
}

function messageOf(before: NumberedLine, line: NumberedLine): string {
  const name = nameOf(line, line.number);
  if (before.number === line.number)
    return `“${name}” stands here a second time. The model cannot tell which of the two is meant by it, and counts one too few.`;
  const missing = nameOf(line, before.number + 1);
  return `“${name}” comes directly after “${nameOf(before, before.number)}”. The model looks for “${missing}”, or takes it for forgotten.`;
}

/** “Step 3”, or “3.” without a word. */
function nameOf({ word }: NumberedLine, number: number): string {
  return word === '' ? `${number}.` : `${word[0]!.toUpperCase()}${word.slice(1)} ${number}`;
}

/** Counts on from the line before; undefined where one of these numbers stands anywhere else, which can be a reference. */
function renumber(text: string, series: Series, from: NumberedLine): Fix | undefined {
  const index = series.indexOf(from);
  const first = series[index - 1]!.number + 1;
  const changed = series
    .slice(index)
    .map(({ digits, number }, place) => ({ digits, number, right: first + place }))
    .filter(({ number, right }) => number !== right);
  const own = new Set(series.map(({ digits }) => digits.start));
  const numbers = changed.map(({ number }) => number).join('|');
  const mentions = text.matchAll(new RegExp(String.raw`(?<![\d.])(?:${numbers})(?!\d)`, 'g'));
  if ([...mentions].some((mention) => !own.has(mention.index))) return undefined;
  const edits = changed.map(({ digits: { start, end }, right }) => ({
    offset: start,
    length: end - start,
    text: String(right),
  }));
  return { title: `Renumber from ${first}`, edits };
}
