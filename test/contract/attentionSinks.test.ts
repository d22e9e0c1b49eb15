import assert from 'node:assert/strict';
import path from 'node:path';
import { SinkSearch } from '../../src/core/attention/markAttentionSinks';
import { root, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';

const pack = path.join(root, 'packs', 'smollm2', 'models');
const text = samplePrompt('research-assistant.md').slice(0, 900);

suite('attention sinks', () => {
  const { inference, stop } = inferences['in this thread']!();
  suiteTeardown(stop);

  /** The texts of the sinks. Asserts that they are those of a search in all rows of all heads. */
  async function sinksOf(model: string): Promise<string[]> {
    const { layers, heads, task } = await inference.describe({ model }, unhurried);
    const selections = Array.from({ length: layers * heads }, (_, index) => ({
      model,
      layer: Math.floor(index / heads),
      head: index % heads,
    }));
    const window = { models: [model], text, focus: 0, windowTokens: 512 };
    const maps = await inference.attend({ ...window, selections }, unhurried);
    const { pieces, sinks } = maps[0]!;
    const allRows = Int32Array.from(pieces.keys());
    const search = new SinkSearch(pieces.length, allRows, task === 'causal');
    for (const { weights } of maps) search.add(weights);
    assert.deepEqual(sinks, search.sinks);
    return sinks.map((sink) => pieces[sink]!);
  }

  test('of SmolLM2 are the first token and a few that say little', async () =>
    assert.deepEqual(await sinksOf(path.join(pack, 'smollm2')), ['#', ' the', ' the', ' the']));

  test('of MiniLM are [CLS]', async () => assert.deepEqual(await sinksOf(path.join(pack, 'minilm')), ['[CLS]']));

  test('are none in our small models', async () => {
    assert.deepEqual(await sinksOf('prompt-gpt'), []);
    assert.deepEqual(await sinksOf('prompt-bert'), []);
  });
});
