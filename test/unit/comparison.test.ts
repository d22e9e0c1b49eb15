import assert from 'node:assert/strict';
import { comparisonOf, mostBitsMore, planComparison, type Comparison } from '../../src/core/sentences/comparison';
import { changeInWords, howItWasRead, reuseInWords, signedBits } from '../../src/core/sentences/comparisonInWords';
import { comparisonReport } from '../../src/core/sentences/comparisonReport';
import { promptInFile, promptOfFile } from '../../src/core/sentences/promptVersion';
import { reusableStart } from '../../src/core/sentences/reusableStart';
import type { Tokens } from '../../src/core/tokens/tokenSpans';

/** Tokens of a tokenizer whose tokens are words, with the white space before them. */
function tokensOf(text: string): Tokens {
  const words = Array.from(text.matchAll(/\s*\S+/g));
  return {
    ids: Int32Array.from(words, ([word]) =>
      [...word].reduce((id, letter) => (id * 31 + letter.codePointAt(0)!) | 0, 7),
    ),
    starts: Uint32Array.from(words, ({ index }) => index),
    ends: Uint32Array.from(words, ({ index, 0: word }) => index + word.length),
    specialTokens: 0,
  };
}

const THEN = '---\nname: review\n---\nYou review code. Be brief.\n\n- Read it.\n- Judge it.\n';
const NOW = '---\nname: review\n---\nYou review code. Be kind.\n\n- Judge it.\n- Judge {{code}}.\n';

/** A comparison of both, as if a model had read them. */
function compared(answers: readonly string[], bits: readonly number[][], seenFrom = [0, 0, 0, 0, 0]): Comparison {
  const plan = planComparison(promptOfFile(THEN), promptOfFile(NOW));
  const tokens = { then: tokensOf(plan.then.text), now: tokensOf(plan.now.text) };
  const measured = { through: 'plain text', answerBits: [40, 50], answerTokens: [6, 9], bits, seenFrom } as const;
  return comparisonOf(plan, answers, measured, tokens);
}

const WITH_ANSWERS = compared(
  ['A', 'B | C'],
  [
    [-2, 3],
    [1.25, -0.5],
    [-4, 0.01],
    [0, 2],
  ],
);

suite('versions of a prompt', () => {
  test('are read without front matter, byte order mark and carriage returns; lines are those of the file', () => {
    for (const file of [THEN, `\uFEFF${THEN}`, THEN.replaceAll('\n', '\r\n')]) {
      const { text, lineAt } = promptOfFile(file);
      assert.ok(text.startsWith('You review code. Be brief.\n\n- Read'), text);
      assert.equal(lineAt(0), 4);
      assert.equal(lineAt(text.indexOf('Judge')), 7);
    }
  });

  test('in YAML are found by their names', () => {
    const file =
      'model: gpt\nsystem_prompt: |\n  You review code.\n  Be brief.\nuser_prompt: Look at {code} and judge it.\n';
    const found = promptInFile(file, 'review.yaml', 'system_prompt')!;
    assert.equal(found.text, 'You review code.\nBe brief.\n');
    assert.equal(found.lineAt(found.text.indexOf('Be')), 4);
    assert.equal(promptInFile(file, 'review.yaml', 'other'), undefined);
    assert.equal(promptInFile('---\na: 1\n---\nHello', 'a.prompty', 'prompt')!.text, 'Hello');
  });
});

suite('a comparison', () => {
  test('measures the old text, and the new one with each change taken back, each text once', () => {
    const plan = planComparison(promptOfFile(THEN), promptOfFile(NOW));
    assert.deepEqual(
      plan.changes.map(({ kind }) => kind),
      ['changed', 'removed', 'added'],
    );
    assert.equal(plan.variants.length, 4);
    assert.equal(plan.variants[0], plan.then.text);
    const one = planComparison(promptOfFile('One. Two.'), promptOfFile('One. Three.'));
    assert.deepEqual([one.variants, one.variantOfChange], [['One. Two.'], [0]]);
  });

  test('measures no more than 40 changes, the longest', () => {
    const words = Array.from(
      { length: 50 },
      (_, index) => 'x'.repeat(1 + (index % 10)) + String(index).padStart(2, '0'),
    );
    const text = (mark: string) => words.map((word) => `Keep this.\n\n${word}${mark}.\n\n`).join('');
    const { changes, moreChanges } = planComparison(promptOfFile(text('')), promptOfFile(text('y')));
    assert.deepEqual([changes.length, moreChanges], [40, 10]);
    assert.ok(changes.every(({ before }) => text('').startsWith('xxx', before[0]!.start)));
  });

  test('says what each answer took then and takes now, and what each change moved', () => {
    assert.deepEqual(WITH_ANSWERS.answers, [
      { name: 'A', bitsThen: 38, bitsNow: 40 },
      { name: 'B | C', bitsThen: 53, bitsNow: 50 },
    ]);
    assert.equal(mostBitsMore(WITH_ANSWERS), 2);
    const changes = WITH_ANSWERS.changes.map(({ line, kind, movedBits }) => [line, kind, ...movedBits]);
    assert.deepEqual(changes, [
      [4, 'changed', -1.25, 0.5],
      [6, 'removed', 4, -0.01],
      [7, 'added', 0, -2],
    ]);
  });

  test('leaves out changes before what the model reads, and names the lines where it begins', () => {
    const { text } = promptOfFile(NOW);
    const { changes, unreadChanges, readFromLine } = compared(
      ['A'],
      [[1], [0], [2], [3]],
      [text.indexOf('- Judge it'), 0, 0, 0, 0],
    );
    assert.deepEqual([changes.length, unreadChanges], [1, 2]);
    assert.deepEqual(readFromLine, { then: undefined, now: 6 });
    const said = howItWasRead('GPT', { ...WITH_ANSWERS, readFromLine });
    assert.match(said, /this version from line 6 on, the earlier one from its start/);
    // 11 tokens, 9 of the longer answer, and 64 to spare.
    assert.match(said, /this model would have to read 84 tokens at once\. SmolLM2, for one, is given up to 2,048\.$/);
    const long = howItWasRead('GPT', { ...WITH_ANSWERS, readFromLine, tokensThen: 5_000 });
    assert.match(
      long,
      /would have to read 5,073 tokens at once\. Models .* given 2,048 at most; those behind an engine can read more\.$/,
    );
  });

  test('without answers compares the next token', () => {
    const { answers, divergence, changes } = compared([], [[0.5], [0.25], [0.125], [0]]);
    assert.deepEqual([answers, divergence], [[], 0.5]);
    assert.deepEqual(
      changes.map((change) => [change.divergence, change.movedBits]),
      [
        [0.25, []],
        [0.125, []],
        [0, []],
      ],
    );
  });
});

suite('the start that a cache can reuse', () => {
  const startOf = (then: string, now: string) => reusableStart(tokensOf(then), tokensOf(now), now);

  test('ends at the first token that differs, and at the first placeholder', () => {
    const now = 'You are kind. Read {{code}} and {{more}} twice.';
    assert.deepEqual(startOf('You are kind. Read {{code}} once.', now), {
      unchangedTokens: 5,
      unchangedTo: now.indexOf(' and'),
      fixedTokens: 4,
      placeholder: { text: '{{code}}', start: now.indexOf('{{code}}') },
    });
  });

  test('is all of a text without placeholders that only became longer or shorter', () => {
    assert.equal(startOf('One two', 'One two three').unchangedTokens, 2);
    assert.deepEqual(startOf('One two three', 'One two'), {
      unchangedTokens: 2,
      unchangedTo: 7,
      fixedTokens: 2,
      placeholder: undefined,
    });
    assert.equal(startOf('One', 'Two').unchangedTokens, 0);
  });

  test('in words', () => {
    const inWords = (reusable: Partial<Comparison['reusable']>) =>
      reuseInWords({
        ...WITH_ANSWERS,
        tokensNow: 90,
        reusable: { ...WITH_ANSWERS.reusable, placeholder: undefined, ...reusable },
      });
    const placeholder = { text: '{x}', line: 3 };
    assert.match(
      inWords({ unchangedTokens: 0, fixedTokens: 90 }),
      /already, so a provider’s cache can reuse nothing of/,
    );
    assert.match(
      inWords({ unchangedTokens: 50, unchangedToLine: 8 }),
      /^The first 50 of 90 tokens .* up to line 8, so/,
    );
    assert.match(
      inWords({ unchangedTokens: 50, fixedTokens: 20, placeholder }),
      /at most the 20 tokens left of that\.$/,
    );
    assert.match(
      inWords({ unchangedTokens: 50, fixedTokens: 70, placeholder }),
      /can reuse at most these\. Requests .* the 70 tokens left of the first placeholder, \{x\} in line 3, in common\.$/,
    );
  });
});

suite('the report of a comparison', () => {
  const escape = (text: string) => text.replace(/[|*]/g, '\\$&');
  const report = (comparison: Comparison) =>
    comparisonReport({ file: 'review.md', earlier: 'the last commit', model: 'GPT' }, comparison, escape);

  test('lists answers, and changes that moved most first', () => {
    const lines = report(WITH_ANSWERS).split('\n');
    assert.ok(lines.includes('| A | 38.0 | 40.0 | +2.0 |'), lines.join('\n'));
    assert.ok(lines.includes('| B \\| C | 53.0 | 50.0 | −3.0 |'));
    const rows = lines.filter((line) => /^\| \d/.test(line));
    assert.deepEqual(rows, [
      '| 6 | removed “- Read it.” | +4.0 | 0.0 |',
      '| 7 | added “- Judge {{code}}.” | 0.0 | −2.0 |',
      '| 4 | “Be brief.” became “Be kind.” | −1.3 | +0.5 |',
    ]);
    assert.match(report(WITH_ANSWERS), /^11 tokens then, 11 now\. The first 4 of 11 tokens are as they were/m);
  });

  test('says what it does not list', () => {
    assert.match(
      report({ ...WITH_ANSWERS, moreChanges: 1 }),
      /^1 change is not measured, because others are longer\.$/m,
    );
    assert.match(
      report({ ...WITH_ANSWERS, moreChanges: 2, unreadChanges: 3 }),
      /^3 changes are before what the model reads, and 2 changes are not measured, because others are longer\.$/m,
    );
    assert.match(
      report({ ...WITH_ANSWERS, changes: [] }),
      /^No sentence has changed, so what moved the answers is white/m,
    );
  });

  test('without answers shows divergences', () => {
    const text = report(compared([], [[0.5], [0.25], [0.125], [0]]));
    assert.match(text, /\*\*0\.500\*\* bits/);
    assert.match(text, /^\| 4 \| “Be brief\.” became “Be kind\.” \| 0\.250 \|$/m);
  });

  test('quotes long sentences from shortly before they differ', () => {
    const common = 'Say what is wrong with each of the functions that you have been given ';
    const words = changeInWords({
      ...WITH_ANSWERS.changes[0]!,
      textThen: `${common}in\nEnglish.`,
      textNow: `${common}in French, ${'and so on '.repeat(20)}`,
    });
    assert.match(words, /^“…\S.{5,30} in English\.” became “….* in French, and .*…”$/);
    assert.ok(words.length < 250, words);
  });

  test('signs bits that are not zero', () => {
    assert.deepEqual([0.04, -0.04, 0.26, -12].map(signedBits), ['0.0', '0.0', '+0.3', '−12.0']);
  });
});
