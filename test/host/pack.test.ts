import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ContributedModels } from '../../src/host/contributedModels';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, withSetting } from './editor';

suite('the pack', () => {
  let contributed: ContributedModels;
  let log: vscode.LogOutputChannel;

  suiteSetup(() => {
    log = vscode.window.createOutputChannel('The pack', { log: true });
    contributed = new ContributedModels(log);
  });
  suiteTeardown(() => {
    contributed.dispose();
    log.dispose();
  });
  teardown(closeAll);

  test('offers SmolLM2 and MiniLM, whose files are there', () => {
    assert.deepEqual(
      contributed.models.map(({ id, task, label, licence }) => [id, task, label, licence]),
      [
        ['smollm2', 'causal', 'SmolLM2', 'Apache-2.0'],
        ['minilm', 'encoder', 'MiniLM', 'Apache-2.0'],
      ],
    );
    for (const model of contributed.models)
      for (const file of ['config.json', 'tokenizer.json', 'README.md', 'onnx/model.onnx'])
        assert.ok(existsSync(path.join(model.path, file)), path.join(model.path, file));
  });

  test('SmolLM2 writes ghost text', () =>
    withSetting('completion.model', 'smollm2', async () => {
      const { ghostText } = await extension();
      const text = 'You are a helpful';
      const editor = await openPrompt(text);
      let hasAnswered = false;
      // Not fired when another model stands in.
      const listener = ghostText.onDidComplete(() => (hasAnswered = true));
      const request = async () => {
        await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        return hasAnswered;
      };
      await eventually('an answer of SmolLM2 itself', request).finally(() => listener.dispose());
      const written = await acceptGhostText(editor);
      assert.ok(written.startsWith(`${text} assistant`), written);
    }));
});
