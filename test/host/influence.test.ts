import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, type } from './editor';

const SCHEME = 'left-context-influence';
const LINES = ['You are a careful editor.', 'Answer in French. Keep it short.', '', 'Rewrite the email in '];

suite('influence', () => {
  suiteSetup(extension);
  teardown(closeAll);

  const earlier = new Set<string>();
  /** The text of the next report. */
  const report = async () => {
    const document = await eventually('the report', () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === SCHEME && !earlier.has(path)),
    );
    earlier.add(document.uri.path);
    return document.getText();
  };

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`of the sentence at the caret on an answer, in a text with ${name}`, async () => {
      const content = LINES.join(lineEnd);
      const editor = await openPrompt(content);
      editor.selection = new vscode.Selection(1, 4, 1, 4);
      await vscode.commands.executeCommand('leftContext.measureInfluence', 'French.');
      const text = await report();
      assert.match(text, /^> Answer in French\.$/m);
      assert.match(text, /before each of the \d+ tokens of the answer/);
      for (const change of ['left out', 'at the start', 'in the middle', 'at the end'])
        assert.match(text, new RegExp(String.raw`^\| ${change} \| 0\.\d{3} \| [+−]\d+\.\d bits \|`, 'm'));
      assert.match(text, /gives it \*\*[\d.]+%\*\* of its attention/);
      assert.equal(editor.document.getText(), content);
    });
  }

  test('the report escapes Markdown and HTML of the prompt', async () => {
    const editor = await openPrompt('Look: ![x](https://example.invalid/x.png) <img src=x onerror=alert(1)>');
    editor.selection = new vscode.Selection(0, 0, 0, 70);
    await vscode.commands.executeCommand('leftContext.measureInfluence', '');
    const text = await report();
    assert.ok(text.includes('\\!\\[x\\](https://example.invalid/x.png) \\<img'), text.slice(0, 300));
    assert.doesNotMatch(text, /(?<!\\)[<!]/);
  });

  for (const [name, sentences] of Object.entries({ 'the model reads': 300, 'is read of any prompt': 2000 })) {
    test(`of a sentence that stands before what ${name} is refused without asking for an answer`, async () => {
      const editor = await openPrompt('Answer in French. '.repeat(sentences));
      editor.selection = new vscode.Selection(0, 4, 0, 4);
      await vscode.commands.executeCommand('leftContext.measureInfluence');
      const reports = vscode.workspace.textDocuments.filter(
        ({ uri }) => uri.scheme === SCHEME && !earlier.has(uri.path),
      );
      assert.deepEqual(reports, []);
    });
  }

  test('what is typed when the report appears goes into the prompt', async () => {
    const editor = await openPrompt(LINES.join('\n'));
    await vscode.commands.executeCommand('leftContext.measureInfluence', '');
    await report();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await type('xyz');
    assert.match(editor.document.getText(), /xyz/);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.ok(
      tabs.some(({ input }) => input instanceof vscode.TabInputCustom),
      'the report is no preview',
    );
  });

  test('of the selection, at the end of the prompt', async () => {
    const editor = await openPrompt(LINES.join('\n'));
    editor.selection = new vscode.Selection(0, 10, 0, 24);
    await vscode.commands.executeCommand('leftContext.measureInfluence', '');
    assert.match(await report(), /^> careful editor$/m);
  });
});
