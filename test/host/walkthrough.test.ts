import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activePrompt } from '../../src/host/prompts';
import { closeAll, eventually, extension, openPrompt } from './editor';

suite('walkthrough', () => {
  suiteSetup(extension);
  teardown(closeAll);

  const text = 'The bank of the river. The bank with my money.';

  test('its steps run on the prompt of a reader who has one in a tab behind it', async () => {
    const { document } = await openPrompt(text);
    await vscode.commands.executeCommand('leftContext.openWalkthrough');
    await eventually('the walkthrough', () => activePrompt() === undefined);
    await vscode.commands.executeCommand('leftContext.tryOnPrompt', 'leftContext.toggleModelView');
    await vscode.commands.executeCommand('leftContext.toggleModelView');
    assert.equal(activePrompt()?.document, document);
  });

  test('and on a sample when there is none', async () => {
    await vscode.commands.executeCommand('leftContext.tryOnPrompt', 'leftContext.showNextToken');
    const editor = await eventually('a sample', () => activePrompt());
    assert.match(editor.document.getText(), /river bank/);
  });

  test('they run no command of others', async () => {
    await openPrompt(text);
    await vscode.commands.executeCommand('leftContext.tryOnPrompt', 'workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('leftContext.tryOnPrompt', { command: 'x' });
    assert.equal(activePrompt()?.document.getText(), text);
  });
});
