import assert from 'node:assert/strict';
import { checkContributions } from '../../src/core/models/contributedModels';

const MODEL = { id: 'mine', path: 'models/mine', task: 'causal', label: 'Mine', licence: 'MIT' };
const check = (entries: unknown, extension = 'someone.pack') => checkContributions([{ extension, entries }]);

suite('contributedModels', () => {
  test('a right entry is a model', () => {
    const { models, refusals } = check([{ ...MODEL, contextLength: 256, more: 1 }]);
    assert.deepEqual(models, [{ ...MODEL, contextLength: 256, extension: 'someone.pack' }]);
    assert.deepEqual(refusals, []);
  });

  for (const [field, values] of Object.entries({
    id: [undefined, '', 'owner/name', '/mine', '..', 7],
    path: [undefined, '', '/etc', '../other', 'models/../../other', 'C:\\models', 'models\\mine', 'models/'],
    task: [undefined, 'writes', 'toString'],
    label: [undefined, ' ', 7],
    licence: [undefined, ''],
    contextLength: [0, -1, 1.5, '512', null],
  }))
    test(`an entry with a wrong ${field} is left out, and the sentence names it`, () => {
      for (const value of values) {
        const { models, refusals } = check([
          { ...MODEL, [field]: value },
          { ...MODEL, id: 'other' },
        ]);
        assert.deepEqual(
          models.map(({ id }) => id),
          ['other'],
          `${value}`,
        );
        assert.match(refusals.join(), new RegExp(`^A model of the extension someone.pack is left out: ${field} is `));
        assert.match(refusals.join(), /must be .*package\.json\.$/);
      }
    });

  test('what is no list, or no object, is left out', () => {
    for (const entries of ['models/mine', {}, [null], [[MODEL]]]) {
      const { models, refusals } = check(entries);
      assert.deepEqual([models.length, refusals.length], [0, 1], JSON.stringify(entries));
    }
  });

  test('our own models come first, then the first extension', () => {
    for (const id of ['prompt-gpt', 'prompt-ngram', 'o200k_base', 'automatic'])
      assert.match(check([{ ...MODEL, id }]).refusals.join(), /belongs to Left Context/);
    const { models, refusals } = checkContributions([
      { extension: 'a.first', entries: [MODEL] },
      { extension: 'a.second', entries: [{ ...MODEL, label: 'Theirs' }] },
    ]);
    assert.deepEqual(
      models.map(({ label }) => label),
      ['Mine'],
    );
    assert.match(
      refusals.join(),
      /extension a\.second is left out: the extension a\.first has a model of the same name, mine/,
    );
  });
});
