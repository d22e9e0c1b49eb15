import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { summarizeSurprise } from '../../src/core/expectation/meanSurprisePerWord';
import { closeAll, eventually, extension, openPrompt, type } from './editor';
import { startSeparateInference } from './separateInference';

const LINES = ['# Role', '', 'You are a helpful zeppelin.', 'Answer in one sentence, and 😀 be brief.', ''];

suite('surprise map', () => {
  let log: vscode.LogOutputChannel;

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Surprise', { log: true });
  });
  teardown(async () => {
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    await closeAll();
  });
  suiteTeardown(() => log.dispose());

  /** Runs the command until it moves the caret to a word that `accepts` allows: until the current text is measured. */
  const nextWord = (editor: vscode.TextEditor, accepts: (word: string) => boolean) =>
    eventually('the word', async () => {
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const range = editor.document.getWordRangeAtPosition(editor.selection.active);
      const word = range && editor.document.getText(range);
      return word !== undefined && range!.start.isEqual(editor.selection.active) && accepts(word) && word;
    });

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`goes to the most surprising words in turn, in a text with ${name}`, async () => {
      const content = LINES.join(lineEnd);
      const editor = await openPrompt(content);
      assert.equal(editor.document.getText(), content);
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      const models = startSeparateInference(log);
      const text = LINES.join('\n');
      const request = { model: 'prompt-gpt', text, focus: text.length };
      const surprise = await models.surprise(request, new AbortController().signal);
      models.dispose();
      const [first, second] = summarizeSurprise(text, surprise, 2).mostSurprising.map(({ start, end }) =>
        text.slice(start, end),
      );
      await nextWord(editor, (word) => word === first);
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const { document, selection } = editor;
      assert.equal(document.getText(document.getWordRangeAtPosition(selection.active)), second);
    });
  }

  test('follows the text as it is typed', async () => {
    const editor = await openPrompt('You are a helpful assistant. ');
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    await nextWord(editor, () => true);
    await vscode.commands.executeCommand('cursorBottom');
    await type('Xylophones ');
    await nextWord(editor, (word) => word === 'Xylophones');
  });
});
