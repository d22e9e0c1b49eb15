import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt } from './editor';

const SCHEME = 'left-context-influence';
const LINES = ['You are a careful editor.', 'Answer in French. Keep it short.', '', 'Rewrite the email in '];

suite('influence', () => {
  suiteSetup(extension);
  teardown(closeAll);

  const seen = new Set<string>();
  const report = async () => {
    const document = await eventually('the report', () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === SCHEME && !seen.has(path)),
    );
    seen.add(document.uri.path);
    return document.getText();
  };

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`of the sentence at the caret, over an answer, in a text of ${name}`, async () => {
      const text = LINES.join(lineEnd);
      const editor = await openPrompt(text);
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      await vscode.commands.executeCommand('leftContext.measureInfluence', 'French.');
      const told = await report();
      assert.match(told, /^> Answer in French\.$/m);
      assert.match(told, /before each of the \d+ tokens of the answer/);
      for (const change of ['left out', 'at the start', 'in the middle', 'at the end'])
        assert.match(told, new RegExp(String.raw`^\| ${change} \| 0\.\d{3} \| [+−]\d+\.\d bits \|`, 'm'));
      assert.match(told, /gives it \*\*[\d.]+%\*\* of its attention/);
      assert.equal(editor.document.getText(), text);
    });
  }

  test('nothing of a prompt is Markdown or HTML in the report', async () => {
    const editor = await openPrompt('Look: ![x](https://example.invalid/x.png) <img src=x onerror=alert(1)>');
    editor.selection = new vscode.Selection(0, 0, 0, 70);
    await vscode.commands.executeCommand('leftContext.measureInfluence', '');
    const told = await report();
    assert.ok(told.includes('\\!\\[x\\](https://example.invalid/x.png) \\<img'), told.slice(0, 300));
    assert.doesNotMatch(told, /(?<!\\)[<!]/);
  });

  test('of what is selected, at the end of the prompt', async () => {
    const editor = await openPrompt(LINES.join('\n'));
    editor.selection = new vscode.Selection(0, 10, 0, 24);
    await vscode.commands.executeCommand('leftContext.measureInfluence', '');
    assert.match(await report(), /^> careful editor$/m);
  });
});
