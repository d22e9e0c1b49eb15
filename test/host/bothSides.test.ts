import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt } from './editor';
import { startSeparateInference } from './separateInference';

const LINES = ['# Role', '', 'You are a helpful zeppelin.', 'Answer in 😀 one sentence.', ''];

suite('comparison of left only and both sides', () => {
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
    test(`while the surprise map is on, a hover compares them, in a text with ${name}`, async () => {
      const editor = await openPrompt(LINES.join(lineEnd));
      const position = new vscode.Position(3, LINES[3]!.indexOf('sentence') + 2);
      assert.deepEqual(await hoversAt(editor, position), []);
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      try {
        const [text] = await eventually('the comparison', async () => {
          const texts = await hoversAt(editor, position);
          return texts.length > 0 && texts;
        });
        const models = startSeparateInference(log);
        const read = LINES.join('\n');
        const request = {
          causal: 'prompt-gpt',
          masked: 'prompt-bert',
          text: read,
          focus: read.indexOf('sentence'),
        };
        const comparison = (await models.compareSides(request, new AbortController().signal))!;
        models.dispose();
        assert.equal(comparison.words[comparison.actual], 'sentence');
        // Quantization to int8 makes two readings of one text differ slightly.
        const [, shown] = /From both sides, our small BERT gives \*\*sentence\*\* (\d+(?:\.\d+)?)%/.exec(text!)!;
        const expected = 100 * comparison.bothProbabilities[comparison.actual]!;
        assert.ok(Math.abs(Number(shown) - expected) < 5, `${shown} and ${expected}`);
        assert.doesNotMatch(text!, /\|/, 'a table would hide the prompt');
        assert.deepEqual(await hoversAt(editor, new vscode.Position(1, 0)), []);
      } finally {
        await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      }
      assert.deepEqual(await hoversAt(editor, position), []);
    });
  }

  test('the hover says when the model cannot fill in masked words', async () => {
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
