import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkFile, type FileFinding } from '../src/core/findings/checkFile';
import type { Rule } from '../src/core/findings/rule';
import { RULES } from '../src/core/findings/rules';
import { lineStartsOf } from '../src/core/text/outline/lineBounds';
import { outlineOf } from '../src/core/text/outline/promptOutline';
import { promptFileKind } from '../src/core/prompts/promptFileKinds';
import { countBelow } from '../src/core/text/countOffsetsBelow';
import { findingLabels, keyOf } from '../test/helpers/findingLabels';
import { jsonLines } from './jsonLines';
import { figure, higherIsBetter, lowerIsBetter, timeAlternately, type Row } from './row';

/** Of what a rule reports, so much must be right for it to be on. */
const PRECISION_GOAL = 0.9;
/** UTF-16 code units of the text that each rule is timed on. */
const TIMED_LENGTH = 100_000;

/**
 * What each rule finds in the prompts of a file (JSON lines with source, path and text), and how much of it is right by the labels
 * in test/fixtures/findings/labels.jsonl. Then the time that each takes for 100 kB, beside reading its outline. Without a file,
 * the time alone. Rules about other files need a whole checkout, which such a file is not.
 */
export async function findings(quick: boolean, file: string | undefined): Promise<Row[]> {
  const found = file === undefined ? [] : rowsOf(file);
  return [...found, ...(await times(quick ? 3 : 20))];
}

function rowsOf(file: string): Row[] {
  const texts = jsonLines(file, 'source', 'path', 'text').map(({ text, ...place }) => ({
    ...place,
    text: text.replaceAll('\r\n', '\n'),
  }));
  const lines = texts.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const found = texts.flatMap(({ source, path: name, text }) =>
    checkFile({ text, path: name, kind: promptFileKind(`/${name}`)?.id }, RULES).map((finding) => ({
      source,
      path: name,
      text,
      finding,
    })),
  );
  const labels = findingLabels();
  return RULES.flatMap((rule) => {
    const own = found.filter(({ finding }) => finding.rule === rule);
    const verdicts = own.map(({ finding, ...place }) => labels.get(keyOf(labelPlace(place, finding)))?.isRight);
    const [right, wrong] = [true, false].map((isRight) => verdicts.filter((each) => each === isRight).length) as [
      number,
      number,
    ];
    const files = new Set(own.map(({ source, path: name }) => `${source} ${name}`)).size;
    const what = `${rule.id}${rule.isOnByDefault ? '' : ' (off)'}: ${own.length} findings in ${files} files`;
    const perThousand = figure(`${what}, for 1,000 lines`, (1_000 * own.length) / lines);
    if (right + wrong === 0) return [perThousand];
    const goal = rule.isOnByDefault ? 1 : 0;
    return [
      perThousand,
      higherIsBetter(
        `${what}: right, ${right} of ${right + wrong} labelled`,
        right / (right + wrong),
        PRECISION_GOAL,
        goal,
      ),
    ];
  });
}

function labelPlace({ source, path: name, text }: { source: string; path: string; text: string }, found: FileFinding) {
  const line = countBelow(lineStartsOf(text), found.start + 1);
  return { source, path: name, line, rule: found.rule.id };
}

async function times(rounds: number): Promise<Row[]> {
  const docs = path.resolve(__dirname, '..', 'docs');
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const once = pages.map((name) => readFileSync(path.join(docs, name), 'utf8')).join('\n');
  const text = once.repeat(Math.ceil(TIMED_LENGTH / once.length)).slice(0, TIMED_LENGTH);
  const rows: Row[] = [];
  for (const rule of RULES) rows.push(await timeOf(rule, text, rounds));
  return rows;
}

async function timeOf(rule: Rule, text: string, rounds: number): Promise<Row> {
  const outline = outlineOf(text);
  const file = { text, path: 'CLAUDE.md', kind: 'claude' as const };
  const { ours, theirs } = await timeAlternately(
    rounds,
    () => Promise.resolve(rule.find({ text, outline, file })),
    () => Promise.resolve(outlineOf(text)),
  );
  return lowerIsBetter(`${rule.id}: ms for 100 kB; against reading its outline`, ours, theirs, 0);
}
