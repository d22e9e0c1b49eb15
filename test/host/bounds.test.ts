import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InferenceState } from '../../src/contracts/inference';
import type { InferenceProcess } from '../../src/host/inferenceProcess.node';
import { Pause } from '../../src/host/pause';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, type } from './editor';
import { AMPLE_MB, HOUR_MS, modelsOfOurOwn } from './modelsOfOurOwn';

const TEXT = '# Role\n\nYou are a helpful assist';

suite('a process within bounds', () => {
  let log: vscode.LogOutputChannel;
  let process: InferenceProcess;

  const start = (memoryLimit: number, idleMs: number) => modelsOfOurOwn(log, memoryLimit, idleMs);
  const ask = async () => {
    const { ids } = await process.tokenize({ model: 'prompt-gpt', text: TEXT }, new AbortController().signal);
    return ids.length;
  };
  const becomes = (state: InferenceState) => eventually(state, () => process.state === state);

  suiteSetup(() => (log = vscode.window.createOutputChannel('Bounds', { log: true })));
  teardown(() => process.dispose());
  suiteTeardown(() => log.dispose());

  test('one that nobody asks anything of ends, and begins anew with the next request', async () => {
    process = start(AMPLE_MB, 500);
    const tokens = await ask();
    const before = process.pid;
    await becomes('stopped');
    assert.equal(process.pid, undefined);
    await eventually('its end', () => !isAlive(before!));
    assert.equal(await ask(), tokens);
    assert.notEqual(process.pid, before);
  });

  test('a request that comes late is answered: the end waits for the next quiet time', async () => {
    process = start(AMPLE_MB, 300);
    await ask();
    const { pid } = process;
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Longer than what is left of the quiet time.
    const text = 'Words that come again and again. '.repeat(60_000);
    const { ids } = await process.tokenize({ model: 'prompt-gpt', text }, new AbortController().signal);
    assert.ok(ids.length > 60_000);
    assert.equal(process.pid, pid);
  });

  test('one that takes too much ends between two requests; when it does so again and again, the user decides', async () => {
    process = start(1, HOUR_MS);
    const tokens = await ask();
    for (let end = 1; end < 5; end++) {
      await becomes('stopped');
      assert.equal(await ask(), tokens, 'a request was lost');
    }
    await becomes('given up');
    await assert.rejects(ask(), /leftContext\.memory\.limit/);
    assert.equal(process.pid, undefined);
    process.restart();
    assert.equal(await ask(), tokens);
  });

  test('one that keeps crashing stays away until the user wants it back', async () => {
    process = start(AMPLE_MB, HOUR_MS);
    for (let crash = 1; crash <= 5; crash++) {
      await ask();
      globalThis.process.kill(process.pid!, 'SIGKILL');
      await becomes(crash < 5 ? 'crashed' : 'given up');
    }
    await assert.rejects(ask(), /Restart Models/);
    assert.equal(process.pid, undefined);
    process.restart();
    await ask();
    assert.equal(process.state, 'running');
  });
});

suite('rest', () => {
  teardown(closeAll);

  test('told to rest, the models write only when asked, and count all the same', async () => {
    const { ghostText, tokenCounts } = await extension();
    await vscode.commands.executeCommand('leftContext.rest');
    try {
      const editor = await openPrompt('');
      await type(TEXT);
      await eventually('a record', () => ghostText.lastRequest?.outcome.kind === 'paused');
      const { document } = editor;
      await eventually('a count', () => tokenCounts.latest(document)?.version === document.version);
      assert.match(await acceptGhostText(editor), /assistant/);
    } finally {
      await vscode.commands.executeCommand('leftContext.wake');
    }
    await openPrompt('');
    await type(TEXT);
    await eventually('ghost text', () => ghostText.lastRequest?.outcome.kind === 'shown');
  });

  test('on battery they rest until woken, or until there is power', async () => {
    const rest = new Pause(async () => true);
    try {
      await eventually('rest', () => rest.reason === 'battery');
      rest.say('wake');
      assert.equal(rest.reason, undefined);
      rest.say('rest');
      assert.equal(rest.reason, 'told');
    } finally {
      rest.dispose();
    }
    const powered = new Pause(async () => false);
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
