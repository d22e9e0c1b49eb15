import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, type } from './editor';

suite('inference process', () => {
  teardown(closeAll);

  test('is not the extension host, which never loads ONNX Runtime', async () => {
    const { inference } = await extension();
    await openPrompt('You are a helpful assistant.');
    const pid = await eventually('a process', () => inference.pid);
    assert.notEqual(pid, process.pid);
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
    assert.ok(sharedObjects.length > 0);
    assert.deepEqual(
      sharedObjects.filter((file) => file.includes('onnxruntime')),
      [],
    );
  });

  test('killed while it works, it comes back with the next keystroke', async () => {
    const { inference } = await extension();
    await openPrompt('You are a helpful assistant.');
    const before = await eventually('a process', () => inference.pid);
    const words = {
      causal: 'prompt-gpt',
      masked: 'prompt-bert',
      text: 'Words to be looked at, one by one. '.repeat(40),
    };
    const asked = inference.rightContextWords(
      { ...words, focus: 0, minLeftBits: 0 },
      new AbortController().signal,
      () => {
        // There are many more to come.
        if (inference.pid === before) process.kill(before, 'SIGKILL');
      },
    );
    await assert.rejects(asked);
    await eventually('the crash is noticed', () => inference.state === 'crashed');
    assert.equal(inference.pid, undefined);

    const editor = await openPrompt('');
    await type('# Role\n\nYou are a helpful assist');
    const text = await acceptGhostText(editor);
    assert.match(text, /assistant/);
    assert.equal(inference.state, 'running');
    assert.notEqual(inference.pid, before);
  });

  test('can be restarted by hand', async () => {
    const { inference } = await extension();
    const editor = await openPrompt('# Role\n\nYou are a helpful assist');
    const before = await eventually('a process', () => inference.pid);
    await vscode.commands.executeCommand('leftContext.restartModels');
    await acceptGhostText(editor);
    assert.notEqual(inference.pid, before);
  });
});
