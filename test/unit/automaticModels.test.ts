import assert from 'node:assert/strict';
import { automaticModels, automaticSides, type AutomaticChoiceFacts } from '../../src/core/models/automaticModels';

const SMOLLM2 = { id: 'smollm2', label: 'SmolLM2' };
const MINILM = { id: 'minilm', label: 'MiniLM' };

/** A machine with 16 GB, most of it free, and the pack. */
const ROOMY: AutomaticChoiceFacts = {
  contributed: [SMOLLM2, MINILM],
  totalBytes: 16e9,
  freeBytes: 8e9,
  isSmolLm2InUse: false,
  isPausedOnBattery: false,
};

suite('automatic models', () => {
  const rows: [
    what: string,
    change: Partial<AutomaticChoiceFacts>,
    writing: string,
    reading: string,
    pages: string[],
  ][] = [
    ['with the pack', {}, 'smollm2', 'smollm2', ['smollm2', 'minilm']],
    ['without the pack', { contributed: [] }, 'prompt-gpt', 'prompt-gpt', ['prompt-bert', 'prompt-gpt']],
    ['with SmolLM2 only', { contributed: [SMOLLM2] }, 'smollm2', 'smollm2', ['smollm2', 'prompt-bert']],
    ['with MiniLM only', { contributed: [MINILM] }, 'prompt-gpt', 'prompt-gpt', ['prompt-gpt', 'minilm']],
    ['on a small machine', { totalBytes: 5.9e9 }, 'prompt-gpt', 'prompt-gpt', ['prompt-gpt', 'minilm']],
    ['on a machine just large enough', { totalBytes: 6e9 }, 'smollm2', 'smollm2', ['smollm2', 'minilm']],
    ['with little free memory', { freeBytes: 899e6 }, 'prompt-gpt', 'prompt-gpt', ['prompt-gpt', 'minilm']],
    ['with just enough free memory', { freeBytes: 900e6 }, 'smollm2', 'smollm2', ['smollm2', 'minilm']],
    ['where free memory cannot be known', { freeBytes: Infinity }, 'smollm2', 'smollm2', ['smollm2', 'minilm']],
    [
      'once SmolLM2 has taken the free memory',
      { freeBytes: 300e6, isSmolLm2InUse: true },
      'smollm2',
      'smollm2',
      ['smollm2', 'minilm'],
    ],
    ['on battery', { isPausedOnBattery: true }, 'prompt-gpt', 'smollm2', ['smollm2', 'minilm']],
  ];
  for (const [what, change, writing, reading, pages] of rows)
    test(what, () => {
      const chosen = automaticModels({ ...ROOMY, ...change });
      assert.deepEqual([chosen.writing.id, chosen.reading.id, chosen.onPages], [writing, reading, pages]);
    });

  const reasonOf = (change: Partial<AutomaticChoiceFacts>) => automaticModels({ ...ROOMY, ...change }).writing.reason;

  test('say why the best one does not write', () => {
    assert.equal(
      reasonOf({ totalBytes: 4.13e9 }),
      'SmolLM2 needs a machine with 6 GB of memory, and this one has 4.1 GB, so our small GPT stands in',
    );
    assert.equal(
      reasonOf({ freeBytes: 400e6 }),
      'SmolLM2 needs 900 MB of free memory, and 400 MB are free, so our small GPT stands in',
    );
    assert.equal(reasonOf({ isPausedOnBattery: true }), 'SmolLM2 is paused on battery, so our small GPT stands in');
  });

  test('give no reason where there is nothing better', () => {
    assert.equal(reasonOf({}), undefined);
    assert.equal(reasonOf({ contributed: [], isPausedOnBattery: true, freeBytes: 0 }), undefined);
  });

  test('go on writing on battery only where a small model stands in for a larger one', () => {
    const writesOnBattery = (contributed: AutomaticChoiceFacts['contributed']) =>
      automaticModels({ ...ROOMY, contributed, isPausedOnBattery: true }).writesOnBattery;
    assert.equal(writesOnBattery([SMOLLM2, MINILM]), true);
    assert.equal(writesOnBattery([MINILM]), false);
  });

  test('compare the two sides with two models of a kind', () => {
    assert.deepEqual(automaticSides, { causal: 'prompt-gpt', masked: 'prompt-bert' });
  });
});
