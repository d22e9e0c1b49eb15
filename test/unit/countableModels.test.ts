import assert from 'node:assert/strict';
import { countableModel, isFetched, ownCountableModels } from '../../src/core/tokens/countableModel';
import { countableModels } from '../../src/core/tokens/countableModels';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import { openAiEncodings } from '../../src/core/models/defaultTokenLimit';
import { counterText } from '../../src/features/tokens/tokenStatusText';

suite('models that tokens are counted for', () => {
  test('all have a tokenizer that comes with the extension or is fetched, a source, and an id of their own', () => {
    const offline = [...openAiEncodings, ...embeddedModels.map(({ id }) => id)];
    for (const { id, tokenizer, source, factor } of countableModels) {
      assert.ok(offline.includes(tokenizer) || isFetched({ id, name: id, tokenizer }), id);
      assert.match(source, /^https:\/\//, id);
      if (factor !== undefined) assert.ok(factor > 1 && factor < 2, id);
    }
    assert.equal(new Set(countableModels.map(({ id }) => id)).size, countableModels.length);
  });

  test('an encoding has no limit of its own, and any other model counts for itself', () => {
    assert.equal(countableModel('o200k_base').limit, undefined);
    assert.deepEqual(countableModel('owner/name'), { id: 'owner/name', name: 'name', tokenizer: 'owner/name' });
  });

  test('a version of a model has its limit, and another model of the family only its tokenizer', () => {
    const facts = (id: string) => {
      const { tokenizer, limit } = countableModel(id);
      return [tokenizer, limit];
    };
    assert.deepEqual(facts('gpt-4o-2024-08-06'), ['o200k_base', 128_000]);
    assert.deepEqual(facts('gpt-4-1106-preview'), ['cl100k_base', undefined]);
    assert.deepEqual(facts('gpt-4o-mini-2024-07-18'), ['o200k_base', 128_000]);
    assert.deepEqual(facts('gpt-4o-audio-preview'), ['o200k_base', undefined]);
    assert.deepEqual(facts('gpt-4.1-mini'), ['o200k_base', 1_047_576]);
    assert.deepEqual(facts('gpt-99'), ['gpt-99', undefined]);
  });

  test('the user’s own models come first, and malformed ones are left out', () => {
    const own = ownCountableModels({
      'our-8b': { tokenizer: 'owner/name', limit: 32_768 },
      'gpt-4o': { tokenizer: 'cl100k_base', name: 'Ours' },
      broken: { limit: 5 },
      endless: { tokenizer: 'o200k_base', limit: -1 },
      nothing: null,
    });
    assert.deepEqual(
      own.map(({ id }) => id),
      ['our-8b', 'gpt-4o'],
    );
    const eightB = { id: 'our-8b', name: 'our-8b', tokenizer: 'owner/name', limit: 32_768 };
    assert.deepEqual(countableModel('our-8b', own), eightB);
    assert.equal(countableModel('gpt-4o', own).tokenizer, 'cl100k_base');
    assert.ok(isFetched(eightB));
  });

  test('the status bar names the model, its limit, and what is only about', () => {
    const text = (id: string, count: number, limit: number, problem?: string) => {
      const { name, tokenizer: model, factor } = countableModel(id);
      const result = { count, limit, specialTokens: 0, at: undefined, ...(problem && { problem }) };
      return counterText({ id, name, model, limit, factor }, result);
    };
    assert.equal(text('o200k_base', 1_210, Infinity), 'o200k_base 1,210');
    assert.equal(text('prompt-bert', 1_310, 512), 'BERT 1,310/512');
    assert.equal(text('gpt-4o', 1_210, 128_000), 'GPT-4o 1,210/128,000');
    assert.equal(text('claude', 1_234, 200_000), 'Claude about 1,500/200,000');
    assert.equal(text('owner/name', 0, 0, 'There is no model.'), 'name ?');
  });
});
