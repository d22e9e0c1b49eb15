import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Inference } from '../../src/contracts/inference';
import { GhostText } from '../../src/features/completion/ghostText';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, type, withSetting } from './editor';
import { modelsOfOurOwn } from './modelsOfOurOwn';

const INTRODUCTION = '# Role\n\nYou are a helpful assist';

suite('ghost text', () => {
  let log: vscode.LogOutputChannel;

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Ghost text', { log: true });
  });
  teardown(closeAll);
  suiteTeardown(() => log.dispose());

  test('what the GPT writes is accepted into the document', async () => {
    const editor = await openPrompt('');
    await type(INTRODUCTION);
    const text = await acceptGhostText(editor);
    assert.ok(text.startsWith(`${INTRODUCTION}ant`), text);
    assert.equal(editor.selection.active.compareTo(editor.document.positionAt(text.length)), 0);
  });

  test('one undo takes the accepted text back', async () => {
    const editor = await openPrompt(INTRODUCTION);
    await acceptGhostText(editor);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), INTRODUCTION);
  });

  test('none in the middle of a line', async () => {
    const editor = await openPrompt(`${INTRODUCTION}ance is given`);
    const caret = editor.document.positionAt(INTRODUCTION.length);
    editor.selection = new vscode.Selection(caret, caret);
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none in a file that is no prompt', async () => {
    const editor = await openPrompt(INTRODUCTION, 'json');
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none by itself when switched off, but when asked for', () =>
    withSetting('completion.enabled', false, async () => {
      const editor = await openPrompt('');
      await type(INTRODUCTION);
      await eventually('a record', async () => (await outcome()) === 'off');
      await acceptGhostText(editor);
    }));

  test('none by itself on demand', () =>
    withSetting('completion.trigger', 'on demand', async () => {
      await openPrompt('');
      await type(INTRODUCTION);
      await eventually('a record', async () => (await outcome()) === 'on demand');
    }));

  test('none by itself where a glob excludes it', () =>
    withSetting('completion.exclude', ['**/*'], async () => {
      await openPrompt('');
      await type(INTRODUCTION);
      await eventually('a record', async () => (await outcome()) === 'off');
    }));

  test('none when the model would have to be surer', () =>
    withSetting('completion.confidence', 1, async () => {
      await openPrompt('');
      await type(INTRODUCTION);
      await eventually('a record', async () => (await outcome()) === 'unsure');
    }));

  test('an encoder is refused, and the record says why', () =>
    withSetting('completion.model', 'prompt-bert', async () => {
      await openPrompt('');
      await type(INTRODUCTION);
      const { ghostText } = await extension();
      const last = await eventually('a record', () => {
        const outcome = ghostText.lastRequest?.outcome;
        return outcome?.kind === 'error' && outcome;
      });
      assert.match(last.message, /no language-modelling head/);
    }));

  test('a setting of no known value counts as untouched', () =>
    withSetting('completion.length', 'chapter', async () => {
      const editor = await openPrompt(INTRODUCTION);
      assert.match(await acceptGhostText(editor), /assistant/);
    }));

  test('a prompt that comes back to the front is read ahead, up to its caret', async () => {
    const read: string[] = [];
    const models = modelsOfOurOwn(log);
    const complete: Inference['complete'] = (request, ...rest) => {
      // Nothing is written with this confidence, only read.
      if (request.confidence === 1) read.push(request.left);
      return models.complete(request, ...rest);
    };
    const inference = Object.assign(Object.create(models) as Inference, { complete });
    const ghostText = new GhostText(inference, { reason: undefined }, log);
    try {
      const { document } = await openPrompt(INTRODUCTION);
      await openPrompt('Another one.');
      await vscode.commands.executeCommand('workbench.action.previousEditor');
      await eventually('its editor', () => vscode.window.activeTextEditor?.document === document);
      await eventually('its text', () => read.at(-1) === INTRODUCTION);
    } finally {
      ghostText.dispose();
      models.dispose();
    }
  });

  test('typing along needs no second call, and neither does coming back', async () => {
    const { ghostText } = await extension();
    let calls = 0;
    const counting = ghostText.onDidComplete(() => calls++);
    try {
      const editor = await openPrompt('');
      await type(INTRODUCTION);
      await answered(editor);
      const before = calls;
      // Not all of “ant”: with int8 weights the suggestion may end with it, or go on.
      await type('an');
      await answered(editor);
      for (let key = 0; key < 2; key++) await vscode.commands.executeCommand('deleteLeft');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await quiet();
      await type('a');
      await answered(editor);
      assert.equal(calls, before);
      assert.equal(editor.document.getText(), `${INTRODUCTION}a`);
    } finally {
      counting.dispose();
    }
  });

  test('a caret that goes elsewhere leaves no generation running', () =>
    withSetting('completion.confidence', 0, () =>
      withSetting('completion.length', 'paragraph', async () => {
        const { ghostText } = await extension();
        const editor = await openPrompt('');
        // Nothing that an earlier key's suggestion could have foreseen: that would be shown without a new generation.
        await type('You are an expert in qzx');
        // It may take a few milliseconds only: looking every 50 would miss it.
        const end = Date.now() + 5_000;
        while (!ghostText.isGenerating && Date.now() < end) await new Promise((resolve) => setImmediate(resolve));
        assert.ok(ghostText.isGenerating, 'it never ran');
        editor.selection = new vscode.Selection(0, 3, 0, 3);
        await eventually('it has stopped', () => !ghostText.isGenerating, 5_000);
      }),
    ));

  test('accepted characters are counted', async () => {
    const { acceptance } = await extension();
    const before = acceptance.tally.accepted;
    const editor = await openPrompt(INTRODUCTION);
    const text = await acceptGhostText(editor);
    await eventually('the count', () => acceptance.tally.accepted === before + text.length - INTRODUCTION.length);
  });
});

async function outcome(): Promise<string | undefined> {
  return (await extension()).ghostText.lastRequest?.outcome.kind;
}

/** Until ghost text was found for the text as it stands. */
async function answered({ document }: vscode.TextEditor): Promise<void> {
  const { ghostText } = await extension();
  await eventually('ghost text', () => {
    const last = ghostText.lastRequest;
    return last?.document === document && last.version === document.version && last.outcome.kind === 'shown';
  });
}

/** Longer than VS Code's pause before it asks, and than an answer takes. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 600));
}

/** Long enough for a suggestion that is going to come: the models are loaded by now. */
function acceptGhostTextSoon(editor: vscode.TextEditor): Promise<string> {
  return acceptGhostText(editor, 1_500);
}
