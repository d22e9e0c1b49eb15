import assert from 'node:assert/strict';
import { changedSentences, withChangeTakenBack } from '../../src/core/sentences/changedSentences';
import { piecesOfPrompt } from '../../src/core/sentences/piecesOfPrompt';
import { withoutParts } from '../../src/core/sentences/withoutParts';
import type { Span } from '../../src/core/text/span';
import { samplePrompt } from '../helpers/fixtures';

/** What has changed, in words: “- old” for what was removed, “+ new” for what was added. */
function changesIn(then: string, now: string): string[] {
  const textsOf = (text: string, spans: readonly Span[], mark: string) =>
    spans.map(({ start, end }) => `${mark} ${text.slice(start, end)}`);
  return changedSentences(then, now).map(({ kind, before, after }) =>
    [kind, ...textsOf(then, before, '-'), ...textsOf(now, after, '+')].join('|'),
  );
}

/** The new text with each change taken back by itself. */
function takenBack(then: string, now: string): string[] {
  return changedSentences(then, now).map((change) => withChangeTakenBack(then, now, change));
}

const SAMPLES = ['SKILL.md', 'code-review.prompt.md', 'research-assistant.md'].map(samplePrompt);

suite('pieces of a prompt', () => {
  test('hold all of it but white space, in order', () => {
    for (const text of [
      ...SAMPLES,
      '',
      ' \n',
      '---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<example>\nOne. Two.\n</example>\n',
    ]) {
      const pieces = piecesOfPrompt(text);
      const joined = pieces.map(({ start, end }) => text.slice(start, end)).join('');
      assert.equal(joined.replace(/\s/g, ''), text.replace(/\s/g, ''));
      assert.deepEqual(
        pieces,
        pieces.toSorted((a, b) => a.start - b.start),
      );
    }
  });

  test('have the mark of their list or quotation before them, and are lines outside of sentences', () => {
    const text = '- One. Two.\n- Three\n\n> Four. Five.\n\n---\n\n<rules>\n\nSix.\n\n</rules>\n';
    const texts = piecesOfPrompt(text).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(texts, ['- One.', 'Two.', '- Three', '> Four.', 'Five.', '---', '<rules>', 'Six.', '</rules>']);
  });
});

suite('changed sentences', () => {
  test('none in equal texts, and none where only white space and numbers of lists differ', () => {
    for (const text of SAMPLES) assert.deepEqual(changesIn(text, text), []);
    assert.deepEqual(changesIn('One. Two.\n\n1. Three\n2. Four', 'One.\nTwo.\n\n\n3. Three\n\n4. Four\n'), []);
  });

  test('one sentence that was added, removed or changed', () => {
    const then = 'You review code. Be brief.\n\n1. Read it.\n2. Judge it.\n';
    assert.deepEqual(changesIn(then, 'You review code. Be kind. Be brief.\n\n1. Read it.\n2. Judge it.\n'), [
      'added|+ Be kind.',
    ]);
    assert.deepEqual(changesIn(then, 'You review code. Be brief.\n\n1. Judge it.\n'), ['removed|- 1. Read it.']);
    assert.deepEqual(changesIn(then, 'You review code. Be polite.\n\n1. Read it.\n2. Judge it.\n'), [
      'changed|- Be brief.|+ Be polite.',
    ]);
  });

  test('an item that was inserted is one change, although the numbers below it change', () => {
    assert.deepEqual(changesIn('1. Read it.\n2. Judge it.\n', '1. Run it.\n2. Read it.\n3. Judge it.\n'), [
      'added|+ 1. Run it.',
    ]);
  });

  test('neighbours that became sentences like them are changes by themselves', () => {
    const then = 'Name the file of each fault. Say how bad each fault is. Stop.';
    const now = 'Name the line of each fault. Do not guess. Say how bad each of them is. Stop.';
    assert.deepEqual(changesIn(then, now), [
      'changed|- Name the file of each fault.|+ Name the line of each fault.',
      'added|+ Do not guess.',
      'changed|- Say how bad each fault is.|+ Say how bad each of them is.',
    ]);
  });

  test('a sentence and the items below it are changes by themselves', () => {
    assert.deepEqual(
      changesIn('You are careful. Be brief.\n\nEnd.', 'You are careful. Stay kind.\n\n- Run it.\n\nEnd.'),
      ['changed|- Be brief.|+ Stay kind.', 'added|+ - Run it.'],
    );
  });

  test('all, from and to an empty text', () => {
    assert.deepEqual(changesIn('', 'One. Two.'), ['added|+ One.|+ Two.']);
    assert.deepEqual(changesIn('One. Two.', '\n'), ['removed|- One.|- Two.']);
    assert.deepEqual(takenBack('', 'One. Two.'), ['']);
    assert.deepEqual(takenBack('One. Two.', '\n'), ['One. Two.']);
  });

  test('texts with more than 1,000 different sentences are one change', () => {
    const lines = (word: string) => Array.from({ length: 520 }, (_, index) => `${word} ${index}.`).join('\n\n');
    const changes = changedSentences(`Title\n\n${lines('Alpha')}`, `Title\n\n${lines('Omega')}`);
    assert.deepEqual(
      changes.map(({ before, after }) => [before.length, after.length]),
      [[520, 520]],
    );
  });
});

suite('a change taken back', () => {
  test('leaves the other changes, and gets its white space back', () => {
    const then = 'Start here.\n\n- One.\n- Two.\n\nEnd.\n';
    const now = 'Start here.\n\n- One.\n\nEnd well.\n';
    assert.deepEqual(takenBack(then, now), [
      'Start here.\n\n- One.\n- Two.\n\nEnd well.\n',
      'Start here.\n\n- One.\n\nEnd.\n',
    ]);
  });

  test('is the old text if it is the only change: any sentence left out, put in or reworded', () => {
    for (const text of SAMPLES)
      for (const piece of piecesOfPrompt(text)) {
        const reworded = `${text.slice(0, piece.start)}Something else entirely.${text.slice(piece.end)}`;
        for (const other of [withoutParts(text, [piece]), reworded])
          for (const [then, now] of [
            [text, other],
            [other, text],
          ] as const) {
            const variants = takenBack(then, now);
            // Leaving out the only sentence of a block can join its neighbours, which is a change of those, too.
            if (variants.length === 1)
              assert.equal(variants[0], then, JSON.stringify(text.slice(piece.start, piece.end)));
            else assert.ok(variants.length > 1);
          }
      }
  });
});
