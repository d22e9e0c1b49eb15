import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import type { Completion, LearntDocument } from '../../src/contracts/completionRequests';
import { promptGpt } from '../../src/core/models/embeddedModels';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel } from '../../src/inference/models/loadedModel';
import { causalModel } from '../../src/inference/generation/causalModel';
import { complete } from '../../src/inference/generation/generateCompletion';
import { logSumExp } from '../../src/inference/generation/topTokens';
import { ReaderWithMemory } from '../../src/inference/memory/readerWithMemory';
import { WorkspaceMemory } from '../../src/inference/memory/workspaceMemory';
import { TokenMemory } from '../../src/inference/memory/tokenMemory';
import { completionRequest } from '../helpers/completionRequest';
import { loadedModel, places } from '../helpers/fixtures';
import { GgufFolders } from '../helpers/ggufFolders';
import { inferences, unhurried, type Started } from '../helpers/inferences';

const RULE = 'Hand every refund above 50 euros to Quillian Brostwick in the Antwerp office.';
const AGENTS: LearntDocument = {
  name: 'file:///w/AGENTS.md',
  passages: [{ text: `# Support\n\nBe kind.\n${RULE}\n`, line: 4 }],
};
const LEFT = '# Support\n\nBe kind, and brief.\nHand every refund above 50 euros to Qui';

for (const [name, start] of Object.entries(inferences)) {
  suite(`memory of the workspace ${name}`, () => {
    let started: Started;
    const learn = (documents: readonly LearntDocument[], keeps?: readonly string[]) =>
      started.inference.learn({ documents, keeps }, unhurried);
    /** Asks until the memory is indexed for the model, which happens after its first answer. */
    const completed = async (left: string, document: string | undefined = 'file:///w/new.md'): Promise<Completion> => {
      const request = completionRequest(left, { model: promptGpt.id, document, level: 'normal' });
      await started.inference.complete(request, unhurried);
      await learn([]);
      return started.inference.complete(request, unhurried);
    };

    suiteSetup(() => (started = start()));
    suiteTeardown(() => started.stop());
    teardown(() => learn([], []));

    test('what another prompt says is suggested, and where it stands is told', async () => {
      await learn([AGENTS]);
      const first = await started.inference.complete(
        completionRequest(LEFT, { model: promptGpt.id, document: 'file:///w/new.md' }),
        unhurried,
      );
      assert.equal(first.isProvisional, true);
      const { texts, from, chances, isProvisional } = await completed(LEFT);
      assert.equal(isProvisional, false);
      assert.match(texts[0]!, /^llian Brostwick in the Antwerp/);
      assert.deepEqual(from, { document: AGENTS.name, line: 7 });
      assert.ok(chances.word > 0.3 && chances.letter > 0.75);
    });

    test('not without a document, and not after it is forgotten or replaced', async () => {
      await learn([AGENTS]);
      const isKnown = async (document?: string) =>
        (await completed(LEFT, document)).texts.join('').includes('Brostwick');
      assert.ok(await isKnown());
      const alone = await started.inference.complete(completionRequest(LEFT), unhurried);
      assert.ok(!alone.texts.join('').includes('Brostwick'));
      assert.equal(alone.from, undefined);
      await learn([{ ...AGENTS, passages: [{ text: 'Be kind.', line: 0 }] }]);
      assert.ok(!(await isKnown()));
      await learn([AGENTS]);
      assert.ok(await isKnown());
      await learn([{ name: 'file:///w/other.md', passages: [] }], ['file:///w/other.md']);
      assert.ok(!(await isKnown()));
    });

    test('in a language that the model does not know, the memory alone speaks', async () => {
      const before =
        'Sie beantworten Fragen unserer Kundinnen und Kunden. Bleiben Sie höflich, und nennen Sie nie den Namen eines ' +
        'Kollegen, auch wenn jemand danach fragt.\n\n';
      const question = `${before}Wenn jemand nach seinem Paket fragt, sehen Sie zuerst in der Liste der Sen`;
      const { texts, isLanguageUnknown } = await completed(question);
      assert.deepEqual([texts, isLanguageUnknown], [[], true]);
      const asked = await started.inference.complete(completionRequest(question, { confidence: 0 }), unhurried);
      assert.deepEqual([asked.texts.length, asked.isLanguageUnknown], [1, false]);

      const rule = 'Geben Sie jede Erstattung über 50 Euro an Quillian Brostwick im Büro in Antwerpen weiter.';
      await learn([{ ...AGENTS, passages: [{ text: rule, line: 0 }] }]);
      const known = await completed(`${before}Geben Sie jede Erstattung über 50 Euro an Qu`);
      assert.match(known.texts[0]!, /^illian Brostwick/);
    });

    test('lenses see the model alone', async () => {
      const next = () => started.inference.nextToken({ model: promptGpt.id, left: LEFT }, unhurried);
      const before = await next();
      await learn([AGENTS]);
      await completed(LEFT);
      assert.deepEqual(await next(), before);
    });

    test('a wrong request changes nothing', async () => {
      await learn([AGENTS]);
      await assert.rejects(learn([{ name: 'x', passages: [{ text: 'a', line: -1 }] }], []), /line must be/);
      assert.match((await completed(LEFT)).texts[0]!, /Brostwick/);
    });
  });
}

suite('a reader with a memory', () => {
  const folders = new GgufFolders();
  const written = { document: 'new', right: new Int32Array(0) };

  suiteTeardown(() => folders.remove());

  test('gives probabilities that sum to 1, and the model’s own where nothing matches', async () => {
    const model = causalModel(await loadedModel(promptGpt.id));
    const encode = (text: string) => Int32Array.of(model.tokenizer.startOfText, ...model.tokenizer.encode(text).ids);
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: model.tokenizer.encode(RULE).ids }]);
    const reader = new ReaderWithMemory(model, memory, written);
    const ids = encode('Hand every refund above');
    const mixed = await reader.read(ids, 2);
    const size = mixed.length / 2;
    for (const row of [mixed.subarray(0, size), mixed.subarray(size)]) assert.ok(Math.abs(logSumExp(row)) < 1e-3);
    const [next] = model.tokenizer.encode(' 50').ids;
    const own = (await model.reader.read(ids, 1)).slice();
    assert.ok(mixed[size + next!]! > own[next!]! - logSumExp(own) + 1);
    assert.ok(reader.shareOf(ids, next!) > 0.5);
    const unknown = encode('Zebra');
    const alone = new ReaderWithMemory(model, new TokenMemory(), written);
    assert.deepEqual(await alone.read(unknown, 1), await model.reader.read(unknown, 1));
  });

  test('drafts stay within the context window', async () => {
    const model = causalModel(await loadedModel(promptGpt.id));
    const { ids } = model.tokenizer.encode('Read the draft twice, then stop. '.repeat(200));
    const reader = new ReaderWithMemory(model, new TokenMemory(), written);
    const context = Int32Array.of(model.tokenizer.startOfText, ...ids.subarray(0, model.contextLength - 2));
    assert.equal((await reader.read(context, 1)).length, (await model.reader.read(context, 1)).length);
  });

  test('a model that is first used while others learn knows each document once', async () => {
    const [first, second] = await Promise.all(
      [0, 1].map(async () => causalModel(await loadModel(await findModel(promptGpt.id, places), 1))),
    );
    const sizes: (number | undefined)[] = [];
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const memory = new WorkspaceMemory(async (pass) => {
      begun();
      return pass();
    });
    memory.mixedInto(first!, completionRequest('', { document: 'x' }));
    const learning = memory.learn({ documents: [AGENTS] });
    await hasBegun;
    memory.mixedInto(second!, completionRequest('', { document: 'x' }));
    await learning;
    await memory.learn({ documents: [] });
    const ids = first!.tokenizer.encode('Hand every refund above').ids;
    for (const model of [first!, second!]) {
      const reader = memory.mixedInto(model, completionRequest('', { document: 'x' })).memory as ReaderWithMemory;
      sizes.push(reader.matches(ids)[0]?.count);
    }
    assert.deepEqual(sizes, [1, 1]);
  });

  test('in float, drafts from memory give the same texts in fewer passes', async () => {
    const { folder } = await folders.makeExact({ format: () => 'F32' });
    const loaded = await loadModel(await findModel(folder, places), 1);
    const { tokenizer } = loaded;
    const text = 'the cat sat on the mat and the dog sat on the rug by the door of the house on the hill. '.repeat(3);
    const memory = new TokenMemory();
    memory.add([{ document: 'a', line: 0, ids: tokenizer.encode(text).ids }]);
    const [drafting, plain] = [undefined, 0].map((longestDraft) => {
      const model = causalModel(loaded);
      const reader = new ReaderWithMemory(model, memory, written, undefined, longestDraft);
      return { ...model, reader, memory: reader };
    });
    const passes = { drafting: 0, plain: 0 };
    const counting =
      (name: keyof typeof passes) =>
      <T>(pass: () => Promise<T>) => {
        passes[name]++;
        return pass();
      };
    for (let end = 10; end < 120; end += 7) {
      const request = completionRequest(text.slice(0, end), { length: 'sentence', confidence: 0 });
      const [ours, theirs] = [
        await complete(drafting!, request, counting('drafting')),
        await complete(plain!, request, counting('plain')),
      ];
      assert.deepEqual(ours.texts, theirs.texts);
      assert.ok(Math.abs(ours.chances.word - theirs.chances.word) < 1e-3);
    }
    assert.ok(passes.plain > 1.5 * passes.drafting, JSON.stringify(passes));
  });
});
