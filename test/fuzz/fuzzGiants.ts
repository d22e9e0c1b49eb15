import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import path from 'node:path';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { readBudgetDirective } from '../../src/core/text/budgetDirectiveInPrompt';
import { checkFile, LONGEST_CHECKED } from '../../src/core/findings/checkFile';
import { RULES } from '../../src/core/findings/rules';
import { placeholdersIn } from '../../src/core/text/findPlaceholders';
import { sectionsOf } from '../../src/core/text/sectionsByHeadingAndRole';
import { partsBetweenSeparators } from '../../src/core/text/partsBetweenSeparatorLines';
import { DocumentSync } from '../../src/host/sendTextChanges';
import { inferenceService } from '../../src/inference/inferenceService';
import { ModelCache } from '../../src/inference/models/modelCache';
import { exportsFolder } from '../helpers/exports';
import { places } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { completionRequest } from '../helpers/completionRequest';
import { checkSpans } from './coreChecks';
import { FuzzCases, type FuzzFigures } from './figures';

/** Seconds are expected for such texts; a case that takes longer than this, in milliseconds, hangs. */
const HANG_MS = 60_000;
const LARGE = 10_000_000;
const SENTENCE = 'The quick brown fox, as told, jumps over it. ';
const ROBERTA = path.join(exportsFolder, 'roberta');

type GiantCheck = (text: string) => unknown;

/** Texts of megabytes, and long rows for which a careless pattern takes quadratic time, each through the product. */
export async function fuzzGiants(): Promise<FuzzFigures> {
  const inference = inferenceService(new ModelCache(places, 1));
  const cases = new FuzzCases('giants', HANG_MS);
  const count =
    (model: string): GiantCheck =>
    async (text) => {
      const sync = new DocumentSync(`giant for ${model}`, { read: () => text, length: () => text.length });
      const [counted] = await sync.count(
        inference,
        [{ model, limit: 512 }],
        [{ start: 0, end: text.length }],
        unhurried,
      );
      assert.ok(counted!.count >= 0 && sync.length === text.length);
      await inference.forget({ document: `giant for ${model}` }, unhurried);
    };
  const tokenize =
    (model: string): GiantCheck =>
    async (text) => {
      const { ends } = await inference.tokenize({ model, text }, unhurried);
      assert.ok((ends.at(-1) ?? 0) <= text.length);
    };
  const trim: GiantCheck = async (text) => {
    const request = { model: 'prompt-bert', text, limit: 200, keep: 'both ends', boundary: 'sentence' } as const;
    checkSpans(await inference.trim(request, unhurried), text.length);
  };
  const split: GiantCheck = async (text) => {
    const request = { model: 'prompt-bert', text, limit: 512, overlap: { count: 1, unit: 'sentences' } } as const;
    assert.equal((await inference.split(request, unhurried)).at(-1)?.end, text.length);
  };
  const outline: GiantCheck = (text) => {
    readBudgetDirective(text);
    placeholdersIn(text);
    sectionsOf(text);
    partsBetweenSeparators(text, '<!-- segment -->');
    for (const boundary of ['word', 'sentence', 'paragraph', 'heading'] as const) boundariesOf(text, boundary);
    checkFile({ text: text.slice(0, LONGEST_CHECKED) }, RULES);
  };
  const complete: GiantCheck = (left) =>
    inference.complete(completionRequest(left, { confidence: 0, length: 'word' }), unhurried);

  const giants: readonly (readonly [string, () => string, Readonly<Record<string, GiantCheck>>])[] = [
    [
      '10 MB on one line',
      () => SENTENCE.repeat(LARGE / SENTENCE.length),
      { 'count BERT': count('prompt-bert'), 'count o200k': count('o200k_base'), trim },
    ],
    ['10 MB of nulls', () => '\0'.repeat(LARGE), { count: count('prompt-bert'), trim, split }],
    ['10 MB of CRLF', () => '\r\n'.repeat(LARGE / 2), { count: count('prompt-bert'), trim, outline }],
    ['1 M lone surrogates', () => '\ud83d'.repeat(LARGE / 10), { count: count('prompt-bert'), trim, outline }],
    ['3 MB of a PNG as UTF-8', () => binary(3_000_000).toString('utf8'), { count: count('prompt-bert'), trim }],
    [
      '500 KB of a PNG as Latin-1',
      () => binary(500_000).toString('latin1'),
      { BERT: count('prompt-bert'), o200k: count('o200k_base'), outline },
    ],
    [
      'one word of 200,000 letters',
      () => 'xy'.repeat(100_000),
      { BERT: tokenize('prompt-bert'), GPT: tokenize('prompt-gpt'), o200k: tokenize('o200k_base'), complete },
    ],
    [
      '300,000 nulls',
      () => '\0'.repeat(300_000),
      { GPT: tokenize('prompt-gpt'), o200k: tokenize('o200k_base'), complete },
    ],
    [
      '300,000 blanks after a role',
      () => `user${' '.repeat(300_000)}x`,
      { outline, trim, RoBERTa: tokenize(ROBERTA), complete },
    ],
    [
      '300,000 blanks between words',
      () => `${SENTENCE.repeat(40)}${' '.repeat(300_000)}${SENTENCE.repeat(40)}`,
      { trim, split, complete },
    ],
    ['a directive of blanks', () => `<!-- left-context:${' '.repeat(1_950)}x${' '.repeat(9_000)}`, { outline }],
    ['300,000 braces', () => '{'.repeat(300_000), { outline, trim }],
    ['300,000 dashes in front', () => `---\n${'\n---\t x'.repeat(40_000)}`, { outline }],
  ];
  for (const [name, make, checks] of giants) {
    const text = make();
    for (const [what, check] of Object.entries(checks)) await cases.run(`${name}: ${what}`, () => check(text));
  }
  return cases.figures;
}

function binary(size: number): Buffer {
  const random = seeded(3);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.from(Array.from({ length: size }, () => random() * 256)),
  ]);
}
