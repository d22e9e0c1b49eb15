import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InferenceState } from '../../src/contracts/inference';
import { ModelsCrashedError } from '../../src/contracts/modelsCrashedError';
import { MAX_ENDS_PER_MINUTE } from '../../src/host/stopRestartingAfterCrashes';
import type { InferenceProcess } from '../../src/host/startAndRestartInferenceProcess.node';
import { idleMs } from '../../src/host/endIdleProcess';
import { ModelPause } from '../../src/host/modelPause';
import {
  acceptGhostText,
  closeAll,
  eventually,
  extension,
  openPrompt,
  suggested,
  type,
  typeUntilAsked,
} from './editor';
import { AMPLE_MB, HOUR_MS, startSeparateInference } from './separateInference';

const TEXT = '# Role\n\nYou are a helpful ass';

suite('limits of the inference process', () => {
  let log: vscode.LogOutputChannel;
  let process: InferenceProcess;

  const start = (memoryLimit: number, idle: number) => startSeparateInference(log, memoryLimit, () => idle);
  const countTokens = async () => {
    const { ids } = await process.tokenize({ model: 'prompt-gpt', text: TEXT }, new AbortController().signal);
    return ids.length;
  };
  const becomes = (state: InferenceState) => eventually(state, () => process.state === state);

  suiteSetup(() => (log = vscode.window.createOutputChannel('Bounds', { log: true })));
  teardown(() => process.dispose());
  suiteTeardown(() => log.dispose());

  test('an idle process ends, and the next request starts a new one', async () => {
    process = start(AMPLE_MB, 500);
    const tokens = await countTokens();
    const before = process.pid;
    await becomes('stopped');
    assert.equal(process.pid, undefined);
    await eventually('its end', () => !isAlive(before!));
    assert.equal(await countTokens(), tokens);
    assert.notEqual(process.pid, before);
  });

  test('an idle process ends after the new time when that changes', async () => {
    let idle = HOUR_MS;
    process = startSeparateInference(log, AMPLE_MB, () => idle);
    await countTokens();
    idle = 200;
    process.idleTimeChanged();
    await becomes('stopped');
    assert.ok((await countTokens()) > 0);
  });

  test('a window without focus waits for a minute', () => {
    assert.equal(idleMs(true), 10 * 60_000);
    assert.equal(idleMs(false), 60_000);
  });

  test('a request late in the idle time is answered, and the idle time starts again', async () => {
    process = start(AMPLE_MB, 300);
    await countTokens();
    const { pid } = process;
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Takes longer than the remaining idle time.
    const text = 'Words that come again and again. '.repeat(60_000);
    const { ids } = await process.tokenize({ model: 'prompt-gpt', text }, new AbortController().signal);
    assert.ok(ids.length > 60_000);
    assert.equal(process.pid, pid);
  });

  test('crashes while only a page waits are not counted, so that counts and ghost text go on', async () => {
    process = start(AMPLE_MB, HOUR_MS);
    const { signal } = new AbortController();
    const map = { models: ['prompt-gpt'], text: TEXT, focus: 0, windowTokens: 64, selections: [] };
    // Takes so long that the process is killed before it answers.
    const text = TEXT.repeat(20_000);
    const tokenizeLongText = () => process.tokenize({ model: 'prompt-gpt', text }, signal);
    const crashDuring = async (request: () => Promise<unknown>) => {
      const answer = request();
      globalThis.process.kill(process.pid!, 'SIGKILL');
      await assert.rejects(answer, ModelsCrashedError);
    };
    for (let crash = 0; crash <= MAX_ENDS_PER_MINUTE; crash++) await crashDuring(() => process.attend(map, signal));
    assert.equal(process.state, 'crashed');
    assert.ok((await countTokens()) > 0);
    for (let crash = 0; crash < MAX_ENDS_PER_MINUTE; crash++) await crashDuring(tokenizeLongText);
    assert.equal(process.state, 'given up');
  });

  test('a process that uses too much memory ends between two requests, and after five times only the user restarts it', async () => {
    process = start(1, HOUR_MS);
    const tokens = await countTokens();
    for (let end = 1; end < 5; end++) {
      await becomes('stopped');
      assert.equal(await countTokens(), tokens, 'a request was lost');
    }
    await becomes('given up');
    await assert.rejects(countTokens(), /leftContext\.memory\.limit/);
    assert.equal(process.pid, undefined);
    process.restart();
    assert.equal(await countTokens(), tokens);
  });

  test('a process that keeps crashing is started again only by the user', async () => {
    process = start(AMPLE_MB, HOUR_MS);
    for (let crash = 1; crash <= 5; crash++) {
      await countTokens();
      globalThis.process.kill(process.pid!, 'SIGKILL');
      await becomes(crash < 5 ? 'crashed' : 'given up');
    }
    await assert.rejects(countTokens(), /Restart Models/);
    assert.equal(process.pid, undefined);
    process.restart();
    await countTokens();
    assert.equal(process.state, 'running');
  });
});

suite('paused models', () => {
  teardown(closeAll);

  test('paused by the user, they write only on request, and count all the same', async () => {
    const { ghostText, tokenCounts } = await extension();
    await vscode.commands.executeCommand('leftContext.rest');
    try {
      const editor = await openPrompt('');
      await typeUntilAsked(editor.document, 'n');
      await type(`\n${TEXT}`);
      await eventually('a record', () => ghostText.lastRequest?.outcome.kind === 'paused');
      const { document } = editor;
      await eventually('a count', () => tokenCounts.latest(document)?.version === document.version);
      assert.match(await acceptGhostText(editor), /assistant/);
    } finally {
      await vscode.commands.executeCommand('leftContext.wake');
    }
    const { document } = await openPrompt('');
    await typeUntilAsked(document, 'n');
    await type(`\n${TEXT}`);
    await suggested(document);
  });

  test('on battery they are paused until resumed, or until there is power', async () => {
    const pause = new ModelPause(async () => true);
    try {
      await eventually('a pause', () => pause.reason === 'battery');
      pause.resume();
      assert.equal(pause.reason, undefined);
      pause.pause();
      assert.equal(pause.reason, 'user');
    } finally {
      pause.dispose();
    }
    const powered = new ModelPause(async () => false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(powered.reason, undefined);
    powered.dispose();
    await vscode.commands.executeCommand('leftContext.wake');
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
