import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activePrompt } from '../../src/host/documentRole';
import { checkFile } from '../../src/core/findings/checkFile';
import { RULES } from '../../src/core/findings/rules';
import { closeAll, eventually, extension, openPrompt, type } from './editor';

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

  test('closing its sample saves what was typed, and asks nothing', async () => {
    await vscode.commands.executeCommand('leftContext.try.showNextToken');
    const { document } = await eventually('a sample', () => activePrompt());
    assert.ok(!document.isUntitled);
    await vscode.window.showTextDocument(document);
    await type('s');
    assert.ok(document.isDirty);
    const typed = document.getText();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const saved = async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
    await eventually('the saved sample', async () => (await saved()) === typed);
    await eventually('no sample in a tab', () => tabs().every(({ label }) => !label.includes('sample')));
  });

  test('what a step switched on goes off with the next step', async () => {
    const { document } = await openPrompt(text);
    await vscode.commands.executeCommand('leftContext.try.toggleTokenView');
    await eventually('the tokens', () => showsTokens(document));
    await vscode.commands.executeCommand('leftContext.try.toggleModelView');
    await eventually('no tokens', async () => !(await showsTokens(document)));
    assert.equal(await vscode.commands.executeCommand('leftContext.toggleModelView', false), true);
  });

  test('what a step switched on goes off when the walkthrough is closed', async () => {
    const { document } = await openPrompt(text);
    await vscode.commands.executeCommand('leftContext.openWalkthrough');
    await eventually('the walkthrough', () => activePrompt() === undefined);
    await vscode.commands.executeCommand('leftContext.try.toggleTokenView');
    await eventually('the tokens', () => showsTokens(document));
    await vscode.window.tabGroups.close(tabs().find(({ input }) => input === undefined)!);
    await eventually('no tokens', async () => !(await showsTokens(document)));
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

  test('its sample has no findings', async () => {
    await vscode.commands.executeCommand('leftContext.try.showNextToken');
    const editor = await eventually('a sample', () => activePrompt());
    assert.deepEqual(checkFile({ text: editor.document.getText() }, RULES), []);
  });
});

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** Whether the token view is switched on in a document. */
async function showsTokens({ uri }: vscode.TextDocument): Promise<boolean> {
  const at = new vscode.Position(0, 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  const texts = hovers.flatMap(({ contents }) => contents).map((content) => (content as vscode.MarkdownString).value);
  return texts.some((value) => / token \d/.test(value.replaceAll('&nbsp;', ' ')));
}

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly completionEvents: readonly string[] }[];
    }[];
  };
}
