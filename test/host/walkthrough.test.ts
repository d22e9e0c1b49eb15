import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activePrompt } from '../../src/host/promptSelector';
import { findOrderProblems } from '../../src/core/order/findOrderProblems';
import { closeAll, eventually, extension, openPrompt } from './editor';

suite('walkthrough', () => {
  suiteSetup(extension);
  teardown(closeAll);

  const text = 'The bank of the river. The bank with my money.';

  test('its steps run on a prompt in another tab', async () => {
    const { document } = await openPrompt(text);
    await vscode.commands.executeCommand('leftContext.openWalkthrough');
    await eventually('the walkthrough', () => activePrompt() === undefined);
    await vscode.commands.executeCommand('leftContext.try.toggleModelView');
    await vscode.commands.executeCommand('leftContext.toggleModelView');
    assert.equal(activePrompt()?.document, document);
  });

  test('its steps run on a sample when no prompt is open', async () => {
    await vscode.commands.executeCommand('leftContext.try.showNextToken');
    const editor = await eventually('a sample', () => activePrompt());
    assert.match(editor.document.getText(), /bank of the river/);
  });

  test('each link is an existing command, and ticks its step off', async () => {
    const { contributes } = vscode.extensions.getExtension('left-context.left-context')!.packageJSON as Manifest;
    const commands = await vscode.commands.getCommands(true);
    for (const { description, completionEvents } of contributes.walkthroughs[0]!.steps) {
      const links = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, link]) => link!);
      assert.ok(links.length > 0, description);
      for (const link of links) {
        assert.ok(commands.includes(link), link);
        assert.ok(completionEvents.includes(`onCommand:${link}`), link);
      }
    }
  });

  test('its sample has no order findings', async () => {
    await vscode.commands.executeCommand('leftContext.try.showNextToken');
    const editor = await eventually('a sample', () => activePrompt());
    assert.deepEqual(findOrderProblems(editor.document.getText()), []);
  });
});

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly completionEvents: readonly string[] }[];
    }[];
  };
}
