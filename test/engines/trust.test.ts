import assert from 'node:assert/strict';
import { connectEngine } from '../../src/engines/connectEngine';
import { EngineError } from '../../src/engines/engineError';
import { remoteInference } from '../../src/engines/remoteInference';
import { enginesUnderTest, MODEL, startEngineUnderTest, type EngineUnderTest } from './engineUnderTest';
import { FaultServer, passOn } from './faultServer';
import { asksForScores } from './scorePlaces';
import { altered } from './faults';
import {
  distorted,
  holeInTheMiddle,
  rounded,
  sortedOtherwise,
  SUMS,
  wrongLists,
  wrongNumbers,
  type Distortion,
} from './scoreDistortions';

const unhurried = new AbortController().signal;
const TEXT = 'Answer in one sentence 😀, please.';
const always = { times: Infinity };

for (const kind of enginesUnderTest) {
  trustSuite(kind, kind, () => {});
  // vLLM answers as OpenAI does, too, where a client does not know that it is vLLM.
  if (kind === 'vllm')
    trustSuite('an engine with OpenAI’s interface', kind, (faults) =>
      faults.inject(
        altered((text) => text.replaceAll('"owned_by":"vllm"', '"owned_by":"me"')),
        { ...always, path: /models$/ },
      ),
    );
}

function trustSuite(title: string, kind: (typeof enginesUnderTest)[number], disguise: (faults: FaultServer) => void) {
  suite(`trust in ${title}`, () => {
    let real: EngineUnderTest;
    let faults: FaultServer;
    suiteSetup(async () => {
      real = await startEngineUnderTest(kind);
      faults = await FaultServer.start(real.url);
    });
    suiteTeardown(async () => {
      await faults.stop();
      await real.stop();
    });
    setup(() => {
      faults.clearFaults();
      disguise(faults);
    });

    const connect = () => connectEngine({ name: 'x', url: faults.url, model: MODEL }, {}, unhurried);
    const connectWith = (distortion: Distortion) => {
      faults.inject(distorted(distortion), { ...always, path: /completion/ });
      return connect();
    };
    /** An answer without scores is one of an engine that has stopped giving any. */
    const isThrownAway = (error: unknown) => {
      assert.ok(error instanceof EngineError, String(error));
      assert.ok(error.kind === 'answer' || error.kind === 'unable', error.message);
      return true;
    };
    const surpriseOf = async (engine: ReturnType<typeof connect>) =>
      remoteInference(() => engine).surprise({ model: 'engine:x', text: TEXT, focus: 0 }, unhurried);

    test('the real one is trusted', async () => {
      const { info } = await connect();
      assert.equal(info.abilities.scoring, 'tested');
      assert.ok(info.abilities.topTokens >= 5);
    });

    const wrong = { ...wrongNumbers, ...wrongLists };
    // llama-server scores one token in one answer, so that there is no sum.
    if (kind === 'llama-server') delete wrong[SUMS];
    for (const [name, distortion] of Object.entries(wrong))
      test(`not one with ${name}`, async () => {
        const { abilities } = (await connectWith(distortion)).info;
        assert.notEqual(abilities.scoring, 'tested');
        assert.ok(abilities.topTokens > 0, 'it writes as before');
      });

    test('one that rounds is trusted', async () => {
      assert.equal((await connectWith(rounded)).info.abilities.scoring, 'tested');
    });

    test('one that sorts otherwise gives the same surprise', async () => {
      const before = await surpriseOf(connect());
      const after = await surpriseOf(connectWith(sortedOtherwise));
      assert.deepEqual(after.bits, before.bits);
      assert.deepEqual(after.likeliest, before.likeliest);
    });

    for (const [name, distortion] of Object.entries({ ...wrongLists, 'no number in the middle': holeInTheMiddle }))
      test(`an answer with ${name} is thrown away when it comes later`, async () => {
        const engine = await connect();
        faults.inject(distorted(distortion), { ...always, path: /completion/ });
        await assert.rejects(surpriseOf(Promise.resolve(engine)), isThrownAway);
      });

    test('an answer with NaN for a number is thrown away', async () => {
      const engine = await connect();
      const spoil = altered((text) => text.replace(/-\d+\.\d+/, 'NaN'));
      faults.inject((exchange) => (asksForScores(exchange.request.body) ? spoil : passOn)(exchange), always);
      await assert.rejects(surpriseOf(Promise.resolve(engine)), isThrownAway);
    });

    test('tokens that make up another text are thrown away', async () => {
      const engine = await connect();
      faults.inject(
        altered((text) => text.replaceAll(/([" Ġ])sentence"/g, '$1sentences"')),
        always,
      );
      await assert.rejects(surpriseOf(Promise.resolve(engine)), isThrownAway);
    });

    test('offsets are not believed', async () => {
      const before = await surpriseOf(connect());
      const inBytes = altered((text) => text.replaceAll(/"text_offset":\[[^\]]*\]/g, '"text_offset":[0,9,12,17]'));
      faults.inject((exchange) => (asksForScores(exchange.request.body) ? inBytes : passOn)(exchange), always);
      const after = await surpriseOf(connect());
      assert.deepEqual([after.starts, after.ends], [before.starts, before.ends]);
    });
  });
}
