import assert from 'node:assert/strict';
import { connectEngine } from '../../src/engines/connectEngine';
import type { Engine } from '../../src/engines/engine';
import { engineModelId } from '../../src/engines/engineModelId';
import { remoteInference } from '../../src/engines/remoteInference';
import type { Inference } from '../../src/contracts/inference';
import { completionContract } from '../contract/shared/completionContract';
import { countContract } from '../contract/shared/countContract';
import { influenceContract, nextTokenContract, surpriseContract } from '../contract/shared/expectationContract';
import { sentencesContract } from '../contract/shared/sentencesContract';
import { completionRequest } from '../helpers/completionRequest';
import { unhurried } from '../helpers/inferences';
import { seeded } from '../helpers/random';
import { enginesUnderTest, startEngineUnderTest, type EngineUnderTest } from './engineUnderTest';

const model = engineModelId('engine');

const window = { model, text: 'a', focus: 0, windowTokens: 8 };
const sides = { causal: model, masked: model, text: 'a', focus: 0 };
const piece = { model, text: 'a', limit: 8 };
/** What an engine cannot do. */
const UNABLE: Readonly<Record<string, (inference: Inference) => Promise<unknown>>> = {
  attention: (inference) =>
    inference.attend({ models: [model], text: 'a', focus: 0, windowTokens: 8, selections: [] }, unhurried),
  thumbnails: (inference) =>
    inference.surveyHeads({ models: [model], text: 'a', focus: 0, windowTokens: 8 }, unhurried),
  'steps of attention': (inference) => inference.attentionSteps({ ...window, layer: 0, head: 0 }, unhurried),
  vectors: (inference) => inference.vectors({ ...window, layers: [0] }, unhurried),
  positions: (inference) => inference.positionEncodings({ model }, unhurried),
  'both sides': (inference) => inference.compareSides(sides, unhurried),
  'words that need the right context': (inference) =>
    inference.rightContextWords({ ...sides, minLeftBits: 1 }, unhurried),
  rewriting: (inference) => inference.rewrite({ model, text: 'a', maxTokens: 8 }, unhurried),
  trimming: (inference) => inference.trim({ ...piece, keep: 'start', boundary: 'token' }, unhurried),
  splitting: (inference) => inference.split({ ...piece, overlap: { count: 0, unit: 'tokens' } }, unhurried),
};

for (const kind of enginesUnderTest)
  suite(`Inference by ${kind}`, function () {
    this.timeout(300_000);
    const random = Math.random;
    let underTest: EngineUnderTest;
    let engine: Engine;
    let inference: Inference;

    suiteSetup(async () => {
      underTest = await startEngineUnderTest(kind);
      engine = await connectEngine({ name: 'engine', url: underTest.url }, {}, unhurried);
      inference = remoteInference(() => Promise.resolve(engine));
      // What is drawn is to be the same whenever the recorded answers are replayed.
      Math.random = seeded(32);
    });
    suiteTeardown(async () => {
      Math.random = random;
      await underTest.stop();
    });
    const subject = () => ({ inference, model, contextLength: engine.info.contextLength! });

    suite('complete', () => completionContract(subject));
    suite('surprise', () => surpriseContract(subject));
    suite('influence', () => influenceContract(subject));
    suite('next token', () => nextTokenContract(subject));
    // The weights of llama-server have four bits, and a cache gives other roundings.
    suite('sentences', () => sentencesContract(subject, kind === 'vllm' ? 0.01 : 1));
    suite('count', () => countContract(subject));

    test('is what it says, and its scores pass the self-test', () => {
      assert.equal(engine.info.kind, kind);
      assert.deepEqual(engine.info.abilities, {
        topTokens: 20,
        scoring: 'tested',
        tokenizes: true,
        rendersChats: true,
      });
      assert.match(engine.info.engine, kind === 'vllm' ? /^vLLM \d/ : /^llama-server b?\d/);
    });

    test('samples various texts at a high temperature', async () => {
      const sampling = { temperature: 2, topK: 64, topP: 1 };
      const sampled = new Set<string | undefined>();
      for (let round = 0; round < 8; round++) {
        const request = completionRequest('You are an expert in ', { model, confidence: 0, sampling, length: 'word' });
        sampled.add((await inference.complete(request, unhurried)).texts[0]);
      }
      assert.ok(sampled.size > 3, [...sampled].join(' | '));
    });

    test('answers through the chat template, and knows what it costs', async () => {
      const [answer] = await inference.answers(
        { model, text: 'What is 2+2?', through: 'automatic', count: 1, maxTokens: 16 },
        unhurried,
      );
      assert.match(answer!, /4/);
      const parts = [{ start: 0, end: 'What is 2+2?'.length }];
      const request = { model, text: 'What is 2+2?', parts, answers: [answer!, 'Xylophone banana.'] };
      const { answerBits, through } = await inference.sentenceEffects(
        { ...request, through: 'automatic', wanted: [] },
        unhurried,
      );
      assert.equal(through, 'chat template');
      assert.ok(answerBits[0]! < 20 && answerBits[1]! > 20, String(answerBits));
    });

    for (const [what, ask] of Object.entries(UNABLE))
      test(`refuses ${what} with a plain sentence`, () =>
        assert.rejects(ask(inference), /^EngineError: An engine .+ Choose a model on this machine\.$/));
  });
