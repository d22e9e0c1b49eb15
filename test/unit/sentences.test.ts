import assert from 'node:assert/strict';
import {
  answersFileOf,
  answersInFile,
  answersInFrontMatter,
  isAnswersFile,
  withAnswer,
} from '../../src/core/sentences/answers';
import { effectInWords } from '../../src/core/sentences/effectInWords';
import { effectLevel } from '../../src/core/sentences/effectLevels';
import { afterEdit, bySize, type KnownEffect } from '../../src/core/sentences/measuredParts';
import { movedPart } from '../../src/core/sentences/movedPart';
import { withNeutralSentences, withSentence } from '../../src/core/sentences/neutralSentences';
import { isMoreThanNoise, noiseOf } from '../../src/core/sentences/noise';
import { partsOfPrompt } from '../../src/core/sentences/partsOfPrompt';
import { provisionalNoise } from '../../src/core/sentences/provisionalNoise';
import { findRedundantParts } from '../../src/core/sentences/findRedundantParts';
import { repeatedParts } from '../../src/core/sentences/repeatedParts';
import { similarParts } from '../../src/core/sentences/similarParts';
import { withoutParts } from '../../src/core/sentences/withoutParts';
import { promptFileKind } from '../../src/core/prompts/promptFileKinds';

const PROMPT = `---
name: shop
---

# Shop

Be kind. Answer in one
sentence.

- Never promise a date.
- Returns are free. They take a week.

<rules>
Speak plainly.
</rules>

| day | hours |
|---|---|
| Monday | 9 to 5 |

\`\`\`json
{ "a": 1 }
\`\`\`

---

Question: where is it?
`;

suite('sentences of a prompt', () => {
  const textsOf = (text: string, kind: 'sentences' | 'sections' = 'sentences') =>
    partsOfPrompt(text, kind).map(({ start, end }) => text.slice(start, end));

  test('are its sentences, list items, headings, rows and code, without front matter, tags and rules', () => {
    assert.deepEqual(textsOf(PROMPT), [
      '# Shop',
      'Be kind.',
      'Answer in one\nsentence.',
      '- Never promise a date.',
      'Returns are free.',
      'They take a week.',
      'Speak plainly.',
      '| Monday | 9 to 5 |',
      '```json\n{ "a": 1 }\n```',
      'Question: where is it?',
    ]);
  });

  test('can be sections', () => {
    const sections = textsOf('Intro.\n\n# A\n\nOne.\n\n# B\n\nTwo.\n', 'sections');
    assert.deepEqual(sections, ['Intro.', '# A\n\nOne.', '# B\n\nTwo.']);
  });

  test('are left out with the lines that hold nothing else, and with the white space of one side', () => {
    const without = (text: string, ...parts: string[]) =>
      withoutParts(
        text,
        parts.map((part) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length })),
      );
    assert.equal(without('Be kind. Be short. Be right.\n', 'Be short.'), 'Be kind. Be right.\n');
    assert.equal(without('Be kind. Be short.\n\nBe right.\n', 'Be short.'), 'Be kind.\n\nBe right.\n');
    assert.equal(without('# A\n\nOne.\n\n# B\n', 'One.'), '# A\n\n# B\n');
    assert.equal(without('- a\n- b\n  - c\n- d\n', '- b'), '- a\n  - c\n- d\n');
    assert.equal(without('One.\n\nTwo.\n', 'One.', 'Two.'), '');
    assert.equal(without('One. Two. Three.', 'One.', 'Three.'), 'Two.');
  });

  test('move to the start or the end as paragraphs', () => {
    const text = 'One.\n\nTwo.\n\nThree.';
    const part = { start: 6, end: 10 };
    assert.equal(movedPart(text, part, 'start'), 'Two.\n\nOne.\n\nThree.');
    assert.equal(movedPart(text, part, 'end'), 'One.\n\nThree.\n\nTwo.');
  });

  test('get neutral sentences as their neighbours stand: as items, in paragraphs, above headings', () => {
    const place = (text: string, part: string) =>
      withSentence(text, { start: text.indexOf(part), end: text.indexOf(part) + part.length }, 'N.');
    assert.equal(place('- a\n- b\n', '- b'), '- a\n- N.\n- b\n');
    assert.equal(place('One. Two.', 'Two.'), 'One. N. Two.');
    assert.equal(place('# A\n', '# A'), 'N.\n\n# A\n');
    const parts = partsOfPrompt(PROMPT, 'sentences');
    const variants = withNeutralSentences(PROMPT, parts, 6);
    assert.equal(new Set(variants).size, 6);
    for (const variant of variants) assert.ok(variant.length > PROMPT.length);
    assert.equal(withNeutralSentences('One. Two.', partsOfPrompt('One. Two.', 'sentences'), 6).length, 2);
  });

  test('are similar when most of their words are the same', () => {
    const text = 'Always answer in French. The shop opens at nine. Please always answer in French.';
    const parts = partsOfPrompt(text, 'sentences').map((span, part) => ({ part, ...span }));
    assert.deepEqual(similarParts(text, parts), [[0, 2]]);
  });

  test('are repeated where the same words stand again, but not headings, rows and two words', () => {
    const text =
      '## What we sell\n\nNever promise a refund. For example: nothing.\n\n## What we sell\n\n- **Never** promise a refund\n' +
      '2. never promise a refund!\n\nFor example: nothing at all. A refund never promise. Keep it above 5 degrees. Keep it above −5 degrees.' +
      '\n\n| Name | What it is for |\n|---|---|\n| a | b |\n\n| Name | What it is for |\n|---|---|\n| a | c |\n';
    const parts = partsOfPrompt(text, 'sentences').map((span, part) => ({ part, ...span }));
    const repeated = repeatedParts(text, parts).map((group) =>
      group.map((part) => text.slice(parts[part]!.start, parts[part]!.end)),
    );
    assert.deepEqual(repeated, [
      ['Never promise a refund.', '**Never** promise a refund', '2. never promise a refund!'],
    ]);
  });

  test('are redundant where they are repeated, whatever that changes, and where they change more together than apart', async () => {
    const text =
      'The shop is old. Write in French, please. Be kind to everybody. Write in French. The shop is old. Stay brief.';
    const parts = partsOfPrompt(text, 'sentences');
    const effects = parts.map((_, part) => ({ part, bits: Float32Array.of(0.1), isEstimate: part === 4 }));
    const changeWithout = async (group: readonly number[]) =>
      Float32Array.of(group.includes(1) && group.includes(3) ? 9 : 0.2);
    const found = await findRedundantParts(text, parts, effects, Float32Array.of(1), changeWithout);
    assert.deepEqual(
      found.map((each) => [each.parts, Math.round(each.bits[0]!), each.isRepeated]),
      [
        [[0, 4], 0, true],
        [[1, 3], 9, false],
      ],
    );
  });
});

suite('effects of sentences', () => {
  const effect = (bits: number, more: Partial<KnownEffect> = {}): KnownEffect => ({
    bits: [bits],
    isEstimate: false,
    isOld: false,
    ...more,
  });

  test('are noise up to what 19 of 20 changes without meaning stay below', () => {
    // t for one degree of freedom, 12.71, times √2.
    assert.ok(Math.abs(noiseOf([1]) - 17.97) < 0.01);
    assert.ok(noiseOf([1, -1, 1, -1, 1, -1]) < 3);
    assert.ok(isMoreThanNoise([0.1, -3], [1, 2]));
    assert.ok(!isMoreThanNoise([0.1, -2], [1, 2]));
    assert.deepEqual(provisionalNoise([[1], [-2], [30]], 1), [8]);
  });

  test('are shaded by how many times the noise they are, in either direction', () => {
    const levels = [0.5, 1.5, -2.5, 4.5, 100].map((bits) => effectLevel([bits], [1]));
    assert.deepEqual(levels, [0, 1, -2, 3, 4]);
    assert.equal(effectLevel([3, -10], [1, 1]), -4);
  });

  test('are told in words', () => {
    const say = (bits: number[], noise?: number[], answers = ['Refund']) =>
      effectInWords(bits, noise, { answers, what: 'this' });
    assert.match(say([14.93], [2]), /^Without this, “Refund” costs 14\.9 bits more \(31,000 times less likely\)\.$/);
    assert.match(say([-3], [2]), /costs 3\.0 bits less \(8 times likelier\)/);
    assert.match(say([1], [2]), /no measurable effect.*no more than without a sentence that means nothing/);
    assert.match(
      say([9, 1], [2, 2], ['A', 'B']),
      /“A” costs .*, and the other answer changes by no more than noise\.$/,
    );
    assert.match(say([0.5], undefined, []), /changes by 0\.500 bits \(Jensen–Shannon divergence/);
  });

  test('of an earlier version are old; the edited sentences and the five largest are measured', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `Rule number ${index} stands here.`);
    const text = lines.join('\n\n');
    const parts = partsOfPrompt(text, 'sentences');
    const effects = new Map(parts.map((_, part) => [part, effect(part === 3 ? -50 : part)]));
    const edited = text.replace('Rule number 7 stands', 'Rule number 7 is gone and stood');
    const after = afterEdit({ text, parts, effects, noise: [1] }, edited, partsOfPrompt(edited, 'sentences'));
    assert.deepEqual(after.wanted, [7, 3, 19, 18, 17, 16]);
    assert.equal(after.effects.size, 19);
    assert.ok([...after.effects.values()].every(({ isOld }) => isOld));
    assert.deepEqual(bySize(effects).slice(0, 2), [3, 19]);
    const other = afterEdit({ text, parts, effects, noise: [1] }, 'All new.', partsOfPrompt('All new.', 'sentences'));
    assert.equal(other.wanted, undefined);
  });
});

suite('answers beside a prompt', () => {
  test('stand below headings, in one piece, or in a fence', () => {
    const markdown = '# Answers\n\n## Short\n\nYes.\n\n## With headings\n\n```\n# Title\n\n## Part\n```\n\n## Empty\n';
    assert.deepEqual(answersInFile(markdown), [
      { name: 'Short', text: 'Yes.' },
      { name: 'With headings', text: '# Title\n\n## Part' },
    ]);
    assert.deepEqual(answersInFile('# Answers\n\nYes.\n'), [{ name: 'Answer', text: 'Yes.' }]);
    assert.deepEqual(answersInFile(''), []);
  });

  test('stand in front matter as a text, a list or a mapping', () => {
    const matter = (yaml: string) => answersInFrontMatter(`---\n${yaml}\n---\n\nHello.\n`);
    assert.deepEqual(matter('answers: Yes.'), [{ name: 'Answer', text: 'Yes.' }]);
    assert.deepEqual(matter('answers:\n  - Yes.\n  - |\n    No,\n    never.'), [
      { name: 'Answer 1', text: 'Yes.' },
      { name: 'Answer 2', text: 'No,\nnever.' },
    ]);
    assert.deepEqual(matter('answers:\n  short: Yes.'), [{ name: 'short', text: 'Yes.' }]);
    assert.deepEqual(matter('answers: 3'), []);
    assert.deepEqual(answersInFrontMatter('No front matter.'), []);
  });

  test('are added to the file so that they are read again as they were', () => {
    const answers = [
      { name: 'Plain', text: 'Yes.' },
      { name: 'Code', text: '```js\na\n```\n\nor\n\n```js\nb\n```' },
      { name: 'Markdown', text: '# Title\n\n```js\ncode\n```\n\n## End' },
    ];
    const file = answers.reduce(withAnswer, '');
    assert.deepEqual(answersInFile(file), answers);
    assert.equal(answersFileOf('/a.b/review.prompt.md'), '/a.b/review.prompt.answers.md');
    assert.equal(answersFileOf('/a.b/PROMPT'), '/a.b/PROMPT.answers.md');
    assert.ok(isAnswersFile('/prompts/review.answers.md'));
    assert.equal(promptFileKind('/prompts/review.answers.md'), undefined);
  });
});
