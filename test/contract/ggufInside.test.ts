import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import type { Inference } from '../../src/contracts/inference';
import { assertNear } from '../helpers/assertNear';
import { GgufFolders } from '../helpers/ggufFolders';
import { inferences, unhurried } from '../helpers/inferences';
import { llamaReference, type ReferencePass } from '../helpers/llamaReference';
import type { TinyLlama } from '../helpers/tinyLlama';

const TEXT = 'You are a careful reader: say in one sentence what the text is about.';

suite('what is inside a model made from a GGUF file', () => {
  const folders = new GgufFolders();
  const { inference, stop } = inferences['in this thread']!();
  let window: { model: string; text: string; focus: number; windowTokens: number };
  let llama: TinyLlama;
  let ids: Int32Array;
  let expected: ReferencePass;

  suiteSetup(async () => {
    const { folder, ...made } = await folders.makeExact({ format: () => 'Q4_1', shape: { layers: 3 } });
    llama = made;
    window = { model: folder, text: TEXT, focus: 0, windowTokens: 128 };
    ({ ids } = await inference.tokenize({ model: folder, text: TEXT }, unhurried));
    expected = llamaReference(llama, ids);
  });
  suiteTeardown(() => {
    stop();
    folders.remove();
  });

  test('its numbers are read from the file', async () => {
    const { task, contextLength, layers, heads } = await inference.describe({ model: window.model }, unhurried);
    assert.deepEqual([task, contextLength, layers, heads], ['causal', 256, 3, 4]);
  });

  test('the vectors of every layer equal the reference', async () => {
    const { vectors, pieces } = await inference.vectors({ ...window, layers: [0, 1, 2, 3] }, unhurried);
    assert.equal(pieces.length, ids.length);
    const layers = [...expected.layers.map(({ input }) => input), expected.output];
    layers.forEach((rows, layer) => assertNear(vectors[layer]!, rows.flatMap(numbers), `layer ${layer}`));
  });

  test('the steps of a row equal the reference, in every head', async () => {
    const { heads, groups, headWidth } = llama.shape;
    const [layer, row] = [1, 20];
    const { queries, keys, values, scores, attention, headOutputs } = expected.layers[layer]!;
    for (let head = 0; head < heads; head++) {
      const group = Math.floor((head * groups) / heads);
      const steps = await inference.attentionSteps({ ...window, layer, head, row }, unhurried);
      assertNear([steps.scale], [1 / Math.sqrt(headWidth)], 'scale');
      assertNear(steps.query, inOurOrder(queries[head]![row]!), 'query');
      assertNear(steps.keys, keys[group]!.flatMap(inOurOrder), 'keys');
      assertNear(steps.values, values[group]!.flatMap(numbers), 'values');
      assertNear(steps.scores.subarray(0, row + 1), scores[head]![row]!, 'scores');
      assert.ok(
        steps.scores.subarray(row + 1).every((score) => score === -Infinity),
        'what comes later is hidden',
      );
      const weights = steps.weights.subarray(head * ids.length, head * ids.length + row + 1);
      assertNear(weights, attention[head]![row]!, 'weights');
      assertNear(steps.headOutput, headOutputs[head]![row]!, 'head output');
    }
  });

  test('the attention panel shows the weights of the reference', async () => {
    const selections = [{ model: window.model, layer: 2, head: 3 }];
    const [map] = await inference.attend({ ...window, models: [window.model], selections }, unhurried);
    const rows = expected.layers[2]!.attention[3]!;
    rows.forEach((row, token) => {
      const start = token * ids.length;
      assertNear(map!.weights.subarray(start, start + row.length), row, `row ${token}`);
    });
  });

  test('windows that begin alike are read from their difference on, also after an abort', async () => {
    const fresh = inferences['in this thread']!();
    const long = TEXT.repeat(6);
    const vectorsOf = async (reader: Inference, text: string, signal = unhurried) =>
      (await reader.vectors({ ...window, text, windowTokens: 512, layers: [0, 3] }, signal)).vectors;
    const aborted = vectorsOf(inference, `${long} once more ${long}`, AbortSignal.timeout(2));
    await aborted.catch(() => undefined);
    for (const text of [long, `${long} Be brief.`, long.slice(0, 100), `${long.slice(0, 60)}, please.`, TEXT]) {
      const [embeddings, output] = await vectorsOf(inference, text);
      const [expectedEmbeddings, expectedOutput] = await vectorsOf(fresh.inference, text);
      await fresh.inference.release({ model: window.model }, unhurried);
      assert.deepEqual(embeddings, expectedEmbeddings);
      assertNear(output!, [...expectedOutput!], `the vectors of ${text.length} characters`);
    }
  });

  test('positions are the cosines of its turns', async () => {
    const { kind, width, values } = await inference.positionEncodings({ model: window.model }, unhurried);
    assert.deepEqual([kind, width], ['rotary', llama.shape.headWidth / 2]);
    const angles = Array.from(values, (_, at) => Math.floor(at / width) * 10_000 ** (-(at % width) / width));
    assertNear(values, angles.map(Math.cos), 'cosines');
  });

  test('positions of which the factors are only in the graph are not shown wrong', async () => {
    const { folder } = await folders.makeExact({ turnFactors: [1, 1, 1.5, 2, 4, 8, 8, 8] });
    await assert.rejects(
      inference.positionEncodings({ model: folder }, unhurried),
      /encodes positions cannot be shown/,
    );
  });

  test('the next token has the probabilities of the reference', async () => {
    const left = TEXT.slice(0, -1);
    const { ids: read } = await inference.tokenize({ model: window.model, text: left }, unhurried);
    const logits = llamaReference(llama, [START_OF_TEXT, ...read]).logits.at(-1)!;
    const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const next = await inference.nextToken({ model: window.model, left }, unhurried);
    const logProbabilities = logits
      .map((logit) => logit - logSum)
      .toSorted()
      .reverse();
    assertNear(next.logProbabilities, logProbabilities, 'log-probabilities');
  });
});

/** <|endoftext|>, which is put before a text of which all is read. */
const START_OF_TEXT = 0;

const numbers = (row: Iterable<number>) => [...row];

/** Our graph turns numbers half a head apart together, a GGUF file neighbouring ones. */
function inOurOrder(head: Float64Array): number[] {
  const half = head.length / 2;
  return Array.from(head, (_, index) => head[2 * (index % half) + Math.floor(index / half)]!);
}
