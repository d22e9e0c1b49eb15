import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt } from './editor';
import { modelsOfOurOwn } from './modelsOfOurOwn';

const LINES = ['# Role', '', 'You are a helpful zeppelin.', 'Answer in 😀 one sentence.', ''];

suite('left only, or both sides', () => {
  let log: vscode.LogOutputChannel;

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Both Sides', { log: true });
  });
  teardown(closeAll);
  suiteTeardown(() => log.dispose());

  const hoversAt = async ({ document }: vscode.TextEditor, position: vscode.Position) => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const texts = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content as vscode.MarkdownString).value.replaceAll('&nbsp;', ' '));
    return texts.filter((text) => text.includes('both sides'));
  };

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`while the surprise map is on, a hover compares them, in a text of ${name}`, async () => {
      const editor = await openPrompt(LINES.join(lineEnd));
      const place = new vscode.Position(3, LINES[3]!.indexOf('sentence') + 2);
      assert.deepEqual(await hoversAt(editor, place), []);
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      try {
        const [text] = await eventually('the comparison', async () => {
          const texts = await hoversAt(editor, place);
          return texts.length > 0 && texts;
        });
        const models = modelsOfOurOwn(log);
        const asRead = LINES.join('\n');
        const request = {
          causal: 'prompt-gpt',
          masked: 'prompt-bert',
          text: asRead,
          focus: asRead.indexOf('sentence'),
        };
        const found = (await models.compareSides(request, new AbortController().signal))!;
        models.dispose();
        assert.equal(found.words[found.own], 'sentence');
        assert.match(text!, /\*\*sentence\*\*/);
        // Another reading of the same left differs by what int8 rounds.
        const [, told] = /\*\*(\d\.\d\d)\*\* of 1 bit/.exec(text!)!;
        assert.ok(Math.abs(Number(told) - found.divergence) < 0.05, `${told} and ${found.divergence}`);
        assert.deepEqual(await hoversAt(editor, new vscode.Position(1, 0)), []);
      } finally {
        await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      }
      assert.deepEqual(await hoversAt(editor, place), []);
    });
  }

  test('a model that cannot is told in the hover', async () => {
    const settings = vscode.workspace.getConfiguration('leftContext');
    await settings.update('bothSides.model', 'prompt-gpt', vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    try {
      const editor = await openPrompt(LINES.join('\n'));
      const [text] = await hoversAt(editor, new vscode.Position(2, 2));
      assert.match(text!, /does not fill in masked words/);
    } finally {
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      await settings.update('bothSides.model', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
