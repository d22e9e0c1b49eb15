import assert from 'node:assert/strict';
import { fitView } from '../../media/inside/fitViewToModel';
import { restoreState } from '../../media/inside/insideSavedState';
import { modelsFor } from '../../media/inside/modelsForTopic';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import type { ModelSpec } from '../../src/core/models/modelSpec';

const SMOLLM2: ModelSpec = {
  id: 'smollm2',
  label: 'SmolLM2',
  task: 'causal',
  contextLength: 8192,
  layers: 30,
  heads: 9,
};
const MINILM: ModelSpec = { id: 'minilm', label: 'MiniLM', task: 'encoder', contextLength: 512, layers: 6, heads: 12 };
const PACK = [SMOLLM2, MINILM];

suite('what the page of a model’s internals shows first', () => {
  const models = (topic: Parameters<typeof modelsFor>[0], specs: readonly ModelSpec[]) =>
    modelsFor(topic, specs).map(({ id }) => id);

  test('is the model that suits the topic', () => {
    assert.deepEqual(models('next token', PACK), ['smollm2']);
    assert.deepEqual(models('similarity', PACK), ['minilm', 'smollm2']);
    assert.deepEqual(models('steps', PACK), ['smollm2', 'minilm']);
    assert.deepEqual(models('similarity', embeddedModels), ['prompt-bert', 'prompt-gpt']);
  });

  test('is the model that the reader picked, in every topic that it can answer', () => {
    const shown = (topic: Parameters<typeof modelsFor>[0], pickedModel?: string) =>
      restoreState({ pickedModel }, PACK, topic).view.model;
    assert.deepEqual([shown('similarity'), shown('steps')], ['minilm', 'smollm2']);
    assert.deepEqual([shown('similarity', 'smollm2'), shown('steps', 'minilm')], ['smollm2', 'minilm']);
    assert.equal(shown('next token', 'minilm'), 'smollm2');
    assert.equal(shown('similarity', 'someone/gone'), 'minilm');
  });

  test('is a middle layer of a model that writes, and the last one of a model that reads both sides', () => {
    const depth = (model: string) => fitView({ topic: 'similarity', model }, PACK, 'word').depth;
    assert.deepEqual([depth('smollm2'), depth('minilm')], [7, 6]);
  });

  test('are sentences read apart only for a model that is made to embed them', () => {
    const isApart = (model: string, unit: 'word' | 'sentence') =>
      fitView({ topic: 'similarity', model }, [...PACK, ...embeddedModels], unit).apart;
    assert.deepEqual([isApart('minilm', 'sentence'), isApart('minilm', 'word')], [true, false]);
    assert.deepEqual([isApart('smollm2', 'sentence'), isApart('prompt-bert', 'sentence')], [false, false]);
    assert.equal(fitView({ topic: 'steps', model: 'minilm' }, PACK, 'sentence').apart, false);
  });
});
