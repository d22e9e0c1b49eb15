import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptGhostText, closeAll, extension, openPrompt, type } from './editor';

const INTRODUCTION = '# Role\n\nYou are a helpful assist';

suite('ghost text', () => {
  suiteSetup(extension);
  teardown(closeAll);

  test('what the GPT writes is accepted into the document', async () => {
    const editor = await openPrompt('');
    await type(INTRODUCTION);
    const text = await acceptGhostText(editor);
    assert.ok(text.startsWith(`${INTRODUCTION}ant`), text);
    assert.equal(editor.selection.active.compareTo(editor.document.positionAt(text.length)), 0);
  });

  test('one undo takes the accepted text back', async () => {
    const editor = await openPrompt(INTRODUCTION);
    await acceptGhostText(editor);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), INTRODUCTION);
  });

  test('none in the middle of a line', async () => {
    const editor = await openPrompt(`${INTRODUCTION}ance is given`);
    const caret = editor.document.positionAt(INTRODUCTION.length);
    editor.selection = new vscode.Selection(caret, caret);
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none in a file that is no prompt', async () => {
    const editor = await openPrompt(INTRODUCTION, 'json');
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none when switched off', async () => {
    const settings = vscode.workspace.getConfiguration('leftContext');
    await settings.update('completion.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      const editor = await openPrompt(INTRODUCTION);
      await assert.rejects(acceptGhostTextSoon(editor), /not within/);
    } finally {
      await settings.update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

/** Long enough for a suggestion that is going to come: the models are loaded by now. */
function acceptGhostTextSoon(editor: vscode.TextEditor): Promise<string> {
  return acceptGhostText(editor, 1_500);
}
