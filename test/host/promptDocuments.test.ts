import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { documentRole, isPrompt } from '../../src/host/documentRole';
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

  test('an untitled document is what somebody chose for it while its language changes, until it is closed', async () => {
    const { tokenCounts } = await extension();
    const { document } = await openPrompt('{}', 'json');
    await vscode.commands.executeCommand('leftContext.treatAsPrompt');
    await eventually('its count', () => tokenCounts.latest(document));
    await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
    assert.equal(tokenCounts.latest(document), undefined);
    await eventually('its count', () => tokenCounts.latest(document));
    await closeAll();
    const { document: another } = await openPrompt('{}', 'json');
    assert.equal(another.uri.toString(), document.uri.toString());
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    assert.equal(tokenCounts.latest(another), undefined);
  });

  suite('files', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-roles-'));
    suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));
    const roles = (names: readonly string[]) =>
      Promise.all(
        names.map(async (name) => {
          const file = path.join(folder, name);
          mkdirSync(path.dirname(file), { recursive: true });
          writeFileSync(file, 'name: demo\nsystem_prompt: Answer every question in one short sentence.\n');
          return documentRole(await vscode.workspace.openTextDocument(file));
        }),
      );
    const names = ['AGENTS.md', 'prompts/summary.txt', 'agent.yaml', 'notes.md', 'prompts/README.md', 'main.py'];

    test('are prompts by their kind, else text if they are Markdown or plain text', async () => {
      assert.deepEqual(await roles(names), ['prompt', 'prompt', 'prompt', 'text', 'text', 'other']);
    });

    test('are prompts by leftContext.include alone where it is set', () =>
      withSetting('include', ['**/notes.md', '**/*.py'], async () => {
        assert.deepEqual(await roles(names), ['text', 'text', 'other', 'prompt', 'text', 'prompt']);
      }));
  });
});
