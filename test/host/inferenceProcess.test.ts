import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, type } from './editor';

suite('inference process', () => {
  teardown(closeAll);

  test('is a process of its own; the extension host never loads ONNX Runtime', async () => {
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

  test('starts again with the next keystroke after it was killed at work', async () => {
    const { inference } = await extension();
    await openPrompt('You are a helpful assistant.');
    const before = await eventually('a process', () => inference.pid);
    const words = {
      causal: 'prompt-gpt',
      masked: 'prompt-bert',
      text: 'Words to be measured, one by one. '.repeat(40),
    };
    const request = inference.rightContextWords(
      { ...words, focus: 0, minLeftBits: 0 },
      new AbortController().signal,
      () => {
        // Many more words are left to measure.
        if (inference.pid === before) process.kill(before, 'SIGKILL');
      },
    );
    await assert.rejects(request);
    await eventually('the crash is noticed', () => inference.state === 'crashed');
    assert.equal(inference.pid, undefined);

    const editor = await openPrompt('');
    await type('# Role\n\nYou are a helpful assist');
    const text = await acceptGhostText(editor);
    assert.match(text, /assistant/);
    assert.equal(inference.state, 'running');
    assert.notEqual(inference.pid, before);
  });

  test('can be restarted by a command', async () => {
    const { inference } = await extension();
    const editor = await openPrompt('# Role\n\nYou are a helpful assist');
    const before = await eventually('a process', () => inference.pid);
    await vscode.commands.executeCommand('leftContext.restartModels');
    await acceptGhostText(editor);
    assert.notEqual(inference.pid, before);
  });
});
