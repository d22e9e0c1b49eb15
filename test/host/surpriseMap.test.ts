import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { summarizeSurprise } from '../../src/core/expectation/surpriseLevels';
import { closeAll, eventually, extension, openPrompt, type } from './editor';
import { modelsOfOurOwn } from './modelsOfOurOwn';

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

  /** The word that the command goes to, once the text as it stands has been measured. */
  const nextWord = (editor: vscode.TextEditor, isIt: (word: string) => boolean) =>
    eventually('the word', async () => {
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const range = editor.document.getWordRangeAtPosition(editor.selection.active);
      const word = range && editor.document.getText(range);
      return word !== undefined && range!.start.isEqual(editor.selection.active) && isIt(word) && word;
    });

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`goes to the most surprising words one after the other, in a text of ${name}`, async () => {
      const text = LINES.join(lineEnd);
      const editor = await openPrompt(text);
      assert.equal(editor.document.getText(), text);
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      const models = modelsOfOurOwn(log);
      const asRead = LINES.join('\n');
      const request = { model: 'prompt-gpt', text: asRead, focus: asRead.length };
      const found = await models.surprise(request, new AbortController().signal);
      models.dispose();
      const [first, second] = summarizeSurprise(asRead, found, 2).most.map(({ start, end }) =>
        asRead.slice(start, end),
      );
      await nextWord(editor, (word) => word === first);
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const { document, selection } = editor;
      assert.equal(document.getText(document.getWordRangeAtPosition(selection.active)), second);
    });
  }

  test('follows the text as it is written', async () => {
    const editor = await openPrompt('You are a helpful assistant. ');
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    await nextWord(editor, () => true);
    await vscode.commands.executeCommand('cursorBottom');
    await type('Xylophones ');
    await nextWord(editor, (word) => word === 'Xylophones');
  });
});
