import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { GhostText, type StoodIn } from '../../src/features/completion/ghostText';
import { ModelsInUse } from '../../src/features/models/modelsInUse';
import { budgetOf } from '../../src/features/tokens/budgetFromDirectiveOrSettings';
import { countText } from '../../src/features/tokens/countSelectionInAnyFile';
import { countWithEngines } from '../../src/host/engines/countingEngine';
import { EngineConnections } from '../../src/host/engines/engineConnections';
import { engineInference } from '../../src/host/engines/engineInference';
import { routedInference } from '../../src/host/routedInference';
import type { InferenceProcess } from '../../src/host/startAndRestartInferenceProcess.node';
import { closeAll, eventually, extension, openPrompt, withSetting } from './editor';
import { startSeparateInference } from './separateInference';
import { CONTINUATION, SmallEngine } from '../helpers/smallEngine';

const INTRODUCTION = '# Role\n\nYou are a helpful assist';
const FROM_ENGINE = CONTINUATION.join('');
const { signal } = new AbortController();

suite('an engine beyond this machine', () => {
  let log: vscode.LogOutputChannel;
  let here: InferenceProcess;
  let engine: SmallEngine;
  let isTrusted: boolean;
  let engines: EngineConnections;
  let models: ModelsInUse;
  let ghostText: GhostText;
  let standIns: StoodIn[];
  let disposables: vscode.Disposable[];

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Engines', { log: true });
    here = startSeparateInference(log);
    // So that no n-gram stands in for a model that is not loaded yet.
    await here.visibleContext({ model: 'prompt-gpt', left: '', length: 'word' }, signal);
  });
  setup(async () => {
    engine = await SmallEngine.start();
    isTrusted = true;
    engines = new EngineConnections({ memory: memoryInTest(), secrets: secretsInTest() }, log, () => isTrusted);
    const { event: onDidChange } = new vscode.EventEmitter<void>();
    const pause = { reason: undefined, onDidChange };
    const memory = () => ({ totalBytes: 16e9, freeBytes: 8e9 });
    models = new ModelsInUse({ models: [], onDidChange }, pause, () => true, memory, engines);
    const inference = routedInference(here, engineInference(engines), {
      isYetToConnect: (name) => ['idle', 'connecting'].includes(engines.stateOf(name).kind),
      connectSoon: (name) => engines.connectSoon(name),
      writerHere: () => models.writingHere(undefined).id,
    });
    ghostText = new GhostText(inference, models, { nameOf: () => undefined, onDidChange }, log);
    standIns = [];
    disposables = [engines, models, ghostText, ghostText.onDidStandIn((standIn) => standIns.push(standIn))];
  });
  teardown(async () => {
    vscode.Disposable.from(...disposables).dispose();
    await engine.stop();
    await closeAll();
  });
  suiteTeardown(() => {
    here.dispose();
    log.dispose();
  });

  /** Lets the engine have a role while `use` runs. */
  const inRole = (role: 'ghostText' | 'expectation' | 'counts', use: () => Promise<unknown>) =>
    withSetting('engines', [{ name: 'desk', url: `${engine.url}/v1/` }], () =>
      withSetting(`engine.${role}`, 'desk', use),
    );
  const write = async ({ document }: vscode.TextEditor): Promise<string | undefined> => {
    const items = await ghostText.provideInlineCompletionItems(
      document,
      document.positionAt(document.getText().length),
      { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined },
      new vscode.CancellationTokenSource().token,
    );
    return items[0]?.insertText as string | undefined;
  };
  const promptsReceived = () => engine.received.filter(({ body }) => body.prompt?.includes('You are'));

  test('is sent nothing before the user has agreed', () =>
    inRole('ghostText', async () => {
      assert.equal(engines.stateOf('desk').kind, 'waits for consent');
      assert.equal(models.writing(undefined).id, 'prompt-gpt');
      assert.match((await write(await openPrompt(INTRODUCTION)))!, /^ant/);
      await assert.rejects(engines.engineOf('desk', signal), /before you agree/);
      assert.deepEqual(engine.received, []);
    }));

  test('is sent nothing from a workspace that is not trusted', () =>
    inRole('ghostText', async () => {
      await engines.allow(engine.url);
      isTrusted = false;
      assert.equal(engines.stateOf('desk').kind, 'not allowed');
      assert.equal(models.writing(undefined).id, 'prompt-gpt');
      await write(await openPrompt(INTRODUCTION));
      await assert.rejects(engines.engineOf('desk', signal), /not trusted/);
      assert.deepEqual(engine.received, []);
    }));

  test('writes ghost text, and says which model that is', () =>
    inRole('ghostText', async () => {
      await engines.allow(engine.url);
      assert.equal(models.writing(undefined).label, 'desk');
      const editor = await openPrompt(INTRODUCTION);
      assert.equal(await eventually('ghost text', async () => (await write(editor)) === FROM_ENGINE), true);
      assert.deepEqual(models.writing(undefined), {
        id: 'engine:desk',
        label: 'tiny-1B (desk)',
        elsewhere: engine.url,
        contextLength: 2048,
      });
      assert.equal(engines.stateOf('desk').kind, 'connected');
      assert.ok(promptsReceived().every(({ path }) => path === '/v1/completions'));
      assert.equal(models.sides(undefined).causal, 'prompt-gpt');
    }));

  test('that dies is replaced by the model here until it is back', () =>
    inRole('ghostText', async () => {
      await engines.allow(engine.url);
      await engines.engineOf('desk', signal);
      await engine.stop();
      const suggestion = await write(await openPrompt(INTRODUCTION));
      assert.match(suggestion!, /^ant/);
      assert.notEqual(suggestion, FROM_ENGINE);
      const { model, failure } = standIns.at(-1)!;
      assert.equal(model, 'prompt-gpt');
      assert.match(failure!, new RegExp(new URL(engine.url).host));
      const state = engines.stateOf('desk');
      assert.equal(state.kind === 'failing' && state.failure.error.message, failure);
      await engine.listen();
      const again = await openPrompt(INTRODUCTION);
      await eventually('ghost text', async () => (await write(again)) === FROM_ENGINE);
      assert.equal(engines.stateOf('desk').kind, 'connected');
    }));

  test('that redirects elsewhere is refused, and nothing gets there', () =>
    inRole('ghostText', async () => {
      const other = await SmallEngine.start();
      try {
        engine.redirectTo = other.url;
        await engines.allow(engine.url);
        await assert.rejects(
          engines.engineOf('desk', signal),
          /redirects to http:\/\/127\.0\.0\.1:\d+, and text is sent only/,
        );
        assert.deepEqual(other.received, []);
      } finally {
        await other.stop();
      }
    }));

  test('gets its key, which goes to no other address', () =>
    inRole('ghostText', async () => {
      const other = await SmallEngine.start();
      try {
        engine.key = 'secret-key';
        await engines.allow(engine.url);
        await assert.rejects(engines.engineOf('desk', signal), { kind: 'key' });
        await engines.keys.set(engine.url, 'secret-key');
        await eventually('a connection', () => engines.engineOf('desk', signal).catch(() => undefined));
        await engines.connect({ name: 'other', url: other.url }, signal);
        assert.ok(engine.received.some(({ authorization }) => authorization === 'Bearer secret-key'));
        assert.deepEqual(
          other.received.filter(({ authorization }) => authorization !== undefined),
          [],
        );
        await engines.forget(engine.url);
        assert.equal(await engines.keys.get(engine.url), undefined);
        assert.equal(engines.stateOf('desk').kind, 'waits for consent');
      } finally {
        await other.stop();
      }
    }));

  test('counts prompts and nothing else, against what its model reads', () =>
    inRole('counts', async () => {
      disposables.push(countWithEngines(engines));
      await engines.allow(engine.url);
      await engines.engineOf('desk', signal);
      const { document } = await openPrompt(INTRODUCTION);
      const { counters, main } = budgetOf(document);
      assert.deepEqual(
        counters.map(({ id }) => id),
        ['engine:desk', 'o200k_base', 'prompt-bert'],
      );
      assert.deepEqual([main.id, main.name, main.limit], ['engine:desk', 'tiny-1B (desk)', 2048]);
      const inference = routedInference(here, engineInference(engines), {
        isYetToConnect: () => false,
        connectSoon: () => undefined,
        writerHere: () => undefined,
      });
      const counts = await countText(inference, INTRODUCTION, counters, signal);
      assert.equal(counts[0]!.count, INTRODUCTION.length);
      assert.ok(counts[1]!.count > 0 && counts[2]!.count > 0);
      await engine.stop();
      await assert.rejects(countText(inference, `${INTRODUCTION}.`, counters, signal), /127\.0\.0\.1/);
      const later = budgetOf(document).counters;
      assert.equal(later.at(-1)!.id, 'engine:desk', 'last while it fails, so that the others still count');
      const others = await countText(inference, INTRODUCTION, later, signal);
      assert.ok(others[0]!.count > 0 && others.at(-1)!.problem);
      const other = await openPrompt(INTRODUCTION, 'json');
      assert.ok(budgetOf(other.document).counters.every(({ id }) => id !== 'engine:desk'));
    }));

  test('is asked by no setting but its own', () =>
    withSetting('engines', [{ name: 'desk', url: engine.url }], async () => {
      await engines.allow(engine.url);
      disposables.push(countWithEngines(engines));
      await withSetting('completion.model', 'engine:desk', async () => {
        assert.equal(models.writing(undefined).id, 'prompt-gpt');
        assert.equal(models.reading(undefined).id, 'prompt-gpt');
      });
      await withSetting('attention.models', ['engine:desk'], async () => {
        assert.ok(!models.onPages(undefined).includes('engine:desk'));
      });
      const { document } = await openPrompt(INTRODUCTION);
      await withSetting('budget.countFor', ['engine:desk', 'mine'], () =>
        withSetting('budget.models', { mine: { tokenizer: 'engine:desk' } }, async () => {
          assert.ok(budgetOf(document).counters.every(({ model }) => !model.startsWith('engine:')));
        }),
      );
      assert.deepEqual(engine.received, []);
    }));
});

function memoryInTest(): vscode.Memento {
  const stored = new Map<string, unknown>();
  return {
    keys: () => [...stored.keys()],
    get: (key: string) => stored.get(key) as never,
    update: async (key: string, value: unknown) => void stored.set(key, value),
  };
}

function secretsInTest(): vscode.SecretStorage {
  const stored = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  return {
    get: async (key) => stored.get(key),
    store: async (key, value) => {
      stored.set(key, value);
      changed.fire({ key });
    },
    delete: async (key) => {
      stored.delete(key);
      changed.fire({ key });
    },
    onDidChange: changed.event,
  };
}
