import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, previewed, type } from './editor';

const LINES = ['Report the CTR of each ad.', 'Be brief.', '', 'CTR means click-through rate.', ''];
const MOVED = ['CTR means click-through rate.', '', 'Report the CTR of each ad.', 'Be brief.', ''];

suite('order lint', () => {
  const settings = () => vscode.workspace.getConfiguration('leftContext');
  suiteSetup(extension);
  setup(() => settings().update('order.lint', 'hint', vscode.ConfigurationTarget.Global));
  teardown(async () => {
    await settings().update('order.lint', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  const findings = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Left Context: order');
  const finding = ({ document }: vscode.TextEditor, code: string) =>
    eventually(code, () => findings(document).find((each) => each.code === code));

  test('a name used before it is introduced gets a finding that gives the line', async () => {
    const editor = await openPrompt(LINES.join('\n'));
    const { severity, range, message } = await finding(editor, 'late-introduction');
    assert.equal(severity, vscode.DiagnosticSeverity.Information);
    assert.equal(editor.document.getText(range), 'CTR');
    assert.match(message, /introduced only in line 4/);
    assert.match(message, /reads from left to right/);
  });

  test('the finding disappears with its cause, is a warning if so set, and none when switched off', async () => {
    await settings().update('order.lint', 'warning', vscode.ConfigurationTarget.Global);
    const editor = await openPrompt('Translate it. Use the following format:');
    const { severity } = await finding(editor, 'nothing-follows');
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
    await type('\n1. one word');
    await eventually('no finding', () => findings(editor.document).length === 0);
    const { lineCount } = editor.document;
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 39, lineCount, 0)));
    await finding(editor, 'nothing-follows');
    await settings().update('order.lint', 'off', vscode.ConfigurationTarget.Global);
    await eventually('no finding when off', () => findings(editor.document).length === 0);
  });

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`the fix moves the definition before its first use, after a diff and in one undo step, in a text with ${name}`, async () => {
      const text = LINES.join(lineEnd);
      const editor = await openPrompt(text);
      const { document } = editor;
      const { range } = await finding(editor, 'late-introduction');
      const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      assert.equal(action!.title, 'Move the definition before its first use');
      const { command, arguments: args = [] } = action!.command!;
      await previewed(command, ...(args as unknown[]));
      assert.equal(document.getText(), MOVED.join(lineEnd));
      await eventually('no finding', () => findings(document).length === 0);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), text);
    });
  }

  test('an instruction after the token limit is marked', async () => {
    const editor = await openPrompt(
      `<!-- left-context: limit=20 -->\n${'The sky is blue. '.repeat(8)}\nAlways answer in French.`,
    );
    const { range } = await finding(editor, 'past-window');
    assert.equal(editor.document.getText(range), 'Always answer in French.');
  });
});
