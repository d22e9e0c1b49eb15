import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isPrompt } from '../../src/host/promptSelector';
import { onDidChangeSettings } from '../../src/host/settings';
import { closeAll, eventually, extension, openPrompt, withSetting } from './editor';

suite('which documents are prompts', () => {
  teardown(closeAll);

  test('a change of leftContext.include applies at once, also to what listens for it', async () => {
    const { tokenCounts } = await extension();
    const { document } = await openPrompt('{}', 'json');
    assert.ok(!isPrompt(document));
    const heard: boolean[] = [];
    const listener = onDidChangeSettings(['include'], () => heard.push(isPrompt(document)));
    try {
      await withSetting('include', ['**/*'], async () => {
        assert.ok(isPrompt(document));
        await eventually('its count', () => tokenCounts.latest(document));
      });
      assert.ok(!isPrompt(document));
      assert.deepEqual(heard, [true, false]);
    } finally {
      listener.dispose();
    }
  });

  test('untitled plain text and Markdown are prompts, whatever the setting', () =>
    withSetting('include', [], async () => {
      for (const language of ['plaintext', 'markdown']) {
        const { document } = await openPrompt('', language);
        assert.ok(vscode.workspace.textDocuments.includes(document) && isPrompt(document), language);
      }
    }));
});
