import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, settingForSuite, type } from './editor';
import { startSeparateInference } from './separateInference';

const LINES = ['# Role', '', 'You are an unflappable 😀 assistant.', ''];

suite('token view', () => {
  let log: vscode.LogOutputChannel;

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Token view', { log: true });
  });
  settingForSuite('budget.model', 'prompt-bert');
  teardown(closeAll);
  suiteTeardown(() => log.dispose());

  const toggle = () => vscode.commands.executeCommand('leftContext.toggleTokenView');

  /** Text and covered document text of the token hovers at a UTF-16 offset. */
  const hoversAt = async ({ document }: vscode.TextEditor, offset: number) => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(offset),
    );
    return hovers.flatMap(({ contents, range }) =>
      contents
        .map((content) => (content as vscode.MarkdownString).value.replaceAll('&nbsp;', ' ').replaceAll('\\', ''))
        .filter((text) => text.startsWith('BERT token'))
        .map((text) => ({ text, covered: document.getText(range) })),
    );
  };

  test('a hover shows the id and the vocabulary entry of each token, as long as the view is on', async () => {
    const editor = await openPrompt(LINES.join('\n'));
    const text = editor.document.getText();
    const models = startSeparateInference(log);
    const { ids, starts, ends, pieces } = await models.tokenize(
      { model: 'prompt-bert', text },
      new AbortController().signal,
    );
    models.dispose();
    assert.deepEqual(await hoversAt(editor, starts[0]!), []);
    await toggle();
    try {
      await eventually('hovers', async () => (await hoversAt(editor, starts[0]!)).length > 0);
      for (const [index, id] of ids.entries()) {
        const hovers = await hoversAt(editor, starts[index]!);
        const covered = text.slice(starts[index]!, ends[index]!);
        assert.deepEqual(hovers, [{ text: `BERT token ${id}: "${pieces[index]}"`, covered }]);
      }
    } finally {
      await toggle();
    }
    assert.deepEqual(await hoversAt(editor, starts[0]!), []);
  });

  test('the hovers follow the text as it is typed', async () => {
    const editor = await openPrompt('Be ');
    await toggle();
    try {
      await type('brief');
      await eventually('a hover', async () => {
        const [hover] = await hoversAt(editor, 4);
        return hover?.text.endsWith('"brief"') && hover.covered === 'brief';
      });
    } finally {
      await toggle();
    }
  });
});
