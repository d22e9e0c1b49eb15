import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer as Reference } from 'tokenizers';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, type } from './editor';

/** Folder of the repository; this file runs from dist/test. */
const root = path.resolve(__dirname, '..', '..');
const reference = Reference.fromFile(path.join(root, 'models', 'prompt-bert', 'tokenizer.json'));

const sample = (name: string) => readFileSync(path.join(root, 'test', 'fixtures', 'workspace', name), 'utf8');

/** About 700 tokens, with characters of every UTF-8 length before and after the limit. */
const LONG_PROMPT = `${sample('support-agent.txt')}\nÜber naïve façades: 日本語, 😀.\n${sample('research-assistant.md')}`;

function diagnosticOf(document: vscode.TextDocument): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === 'Left Context');
}

suite('token budget', () => {
  suiteSetup(extension);
  teardown(closeAll);

  test('a prompt cut short has nothing to complain of any more', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    await eventually('an error', () => diagnosticOf(document));
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(document.positionAt(200), document.positionAt(LONG_PROMPT.length)));
    await vscode.workspace.applyEdit(edit);
    await eventually('no error', () => diagnosticOf(document) === undefined);
  });

  test('a change of language keeps the count', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    await eventually('an error', () => diagnosticOf(document));
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await eventually('an error again', () => diagnosticOf(document));
  });

  test('a prompt near the limit gets a warning that goes away with the text', async () => {
    const editor = await openPrompt('word '.repeat(500));
    const warning = await eventually('a warning', () => diagnosticOf(editor.document));
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(warning.message, /room for 10 more tokens/);
    await vscode.commands.executeCommand('editor.action.selectAll');
    await type('x');
    await eventually('no warning', () => diagnosticOf(editor.document) === undefined);
  });

  test('a pasted prompt of some 700 tokens is marked from the exact character on, and trimmed to 512', async () => {
    const editor = await openPrompt('');
    await vscode.commands.executeCommand('paste', { text: LONG_PROMPT });
    const { document } = editor;
    assert.equal(document.getText(), LONG_PROMPT);

    const expected = await reference.encode(LONG_PROMPT);
    assert.ok(expected.getLength() > 690 && expected.getLength() < 760, `${expected.getLength()} tokens`);
    // [CLS] is token 0 and [SEP] takes the last place, so the first token that is not read is number 511.
    const [codePoint] = expected.getOffsets()[511]!;
    const offset = Array.from(LONG_PROMPT).slice(0, codePoint).join('').length;

    const error = await eventually('an error', () => diagnosticOf(document));
    assert.equal(error.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.offsetAt(error.range.start), offset);
    assert.equal(document.offsetAt(error.range.end), LONG_PROMPT.length);
    assert.match(error.message, new RegExp(`last ${expected.getLength() - 512} tokens`));

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(error.range.start, error.range.start),
    );
    const trim = actions.find(({ title }) => title === 'Trim to 512 tokens');
    assert.ok(trim?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(trim.edit);
    assert.ok(LONG_PROMPT.startsWith(document.getText()));
    assert.equal((await reference.encode(document.getText())).getLength(), 512);
    await eventually('the error is gone', () => diagnosticOf(document)?.severity !== vscode.DiagnosticSeverity.Error);
  });

  test('the command trims too, in one undo step', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    await vscode.commands.executeCommand('leftContext.trimToLimit');
    assert.equal((await reference.encode(document.getText())).getLength(), 512);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), LONG_PROMPT);
  });

  test('the limit of the settings holds', async () => {
    const settings = vscode.workspace.getConfiguration('leftContext');
    await settings.update('budget.limit', 64, vscode.ConfigurationTarget.Global);
    try {
      const { document } = await openPrompt(sample('support-agent.txt'));
      const error = await eventually('an error', () => diagnosticOf(document));
      assert.match(error.message, /64 tokens are its limit/);
    } finally {
      await settings.update('budget.limit', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
