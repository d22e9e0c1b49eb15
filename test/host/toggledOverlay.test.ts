import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ToggledOverlay } from '../../src/host/toggledOverlay';
import { closeAll, eventually, openPrompt } from './editor';

const READING = '$(loading~spin) reading…';

suite('an overlay whose content takes long', () => {
  const statusItem = vscode.window.createStatusBarItem('test.overlay');
  let overlay: ToggledOverlay<{ decorations: []; status: { text: string; tooltip: string; command: undefined } }>;
  /** Answers a computation; one entry for each that has begun. */
  let answers: ((text: string | undefined) => void)[];

  setup(() => {
    answers = [];
    overlay = new ToggledOverlay({
      types: [],
      statusItem,
      delayMs: 10,
      settings: [],
      clearedWhen: 'another prompt is active',
      noPrompt: 'No prompt.',
      compute: async () => {
        const text = await new Promise<string | undefined>((resolve) => answers.push(resolve));
        return text === undefined ? undefined : { decorations: [], status: { text, tooltip: '', command: undefined } };
      },
      failed: () => undefined,
    });
  });
  teardown(async () => {
    overlay.dispose();
    await closeAll();
  });

  test('says that it is read, and not what was true of the text before', async () => {
    const editor = await openPrompt('You are');
    const shows = (text: string) => eventually(text, () => statusItem.text === text);
    const insert = async (text: string) => {
      const begun = answers.length;
      assert.ok(await editor.edit((edit) => edit.insert(editor.document.positionAt(0), text)));
      await eventually('a computation', () => answers.length > begun);
    };
    overlay.toggle();
    await shows(READING);
    answers.at(-1)!('first');
    await shows('first');
    await insert('a ');
    await shows(READING);
    answers.at(-1)!('second');
    await shows('second');
    await insert('b ');
    await shows(READING);
    answers.at(-1)!(undefined);
    await shows('second');
  });

  test('is not computed again when a document changes that is not the active one', async () => {
    const other = await openPrompt('Another one.');
    await openPrompt('You are');
    overlay.toggle();
    await eventually('a computation', () => answers.length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(other.document.uri, new vscode.Position(0, 0), 'Changed. ');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(answers.length, 1);
  });
});
