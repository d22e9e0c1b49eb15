import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Inference } from '../../src/contracts/inference';
import { GhostText, type StoodIn } from '../../src/features/completion/ghostText';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, suggested, type, withSetting } from './editor';
import { modelsOnOffer } from './modelsOnOffer';
import { startSeparateInference } from './separateInference';

// “istant” is long enough to be suggested even if VS Code asks only once, behind the last letter.
const INTRODUCTION = '# Role\n\nYou are a helpful ass';

suite('ghost text', () => {
  let log: vscode.LogOutputChannel;

  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Ghost text', { log: true });
  });
  teardown(closeAll);
  suiteTeardown(() => log.dispose());

  /** Ghost text of models some of whose methods are replaced. */
  const ghostTextOf = (
    models: Inference,
    methods: Partial<Inference>,
    learnt: vscode.EventEmitter<void> = new vscode.EventEmitter(),
  ) =>
    new GhostText(
      Object.assign(Object.create(models) as Inference, methods),
      modelsOnOffer(),
      { nameOf: () => undefined, onDidChange: learnt.event },
      log,
    );

  test('the GPT’s suggestion is accepted into the document', async () => {
    const editor = await openPrompt('');
    await type(INTRODUCTION);
    const text = await acceptGhostText(editor);
    assert.ok(text.startsWith(`${INTRODUCTION}istant`), text);
    assert.equal(editor.selection.active.compareTo(editor.document.positionAt(text.length)), 0);
  });

  test('one undo removes the accepted text', async () => {
    const editor = await openPrompt(INTRODUCTION);
    await acceptGhostText(editor);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), INTRODUCTION);
  });

  test('none in the middle of a line', async () => {
    const editor = await openPrompt(`${INTRODUCTION}istance is given`);
    const caret = editor.document.positionAt(INTRODUCTION.length);
    editor.selection = new vscode.Selection(caret, caret);
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none in a file that is not a prompt', async () => {
    const editor = await openPrompt(INTRODUCTION, 'json');
    await assert.rejects(acceptGhostTextSoon(editor), /not within/);
  });

  test('none by itself when switched off, only on request', () =>
    withSetting('completion.enabled', false, async () => {
      const editor = await openPrompt('');
      await type(INTRODUCTION);
      await eventually('a record', async () => (await outcome()) === 'off');
      await acceptGhostText(editor);
    }));

  test('none by itself when set to on demand', () =>
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

  test('none when the model is less confident than required', () =>
    withSetting('completion.level', 'quiet', async () => {
      await openPrompt('');
      await type('# Role\n\nXyl');
      await eventually('a record', async () => (await outcome()) === 'unsure');
    }));

  test('none in code blocks and front matter, and none after a deletion until something is typed', async () => {
    await openPrompt('Run:\n\n```py\n');
    await type('# You are a helpful assist');
    await eventually('a record', async () => (await outcome()) === 'quiet place');
    await openPrompt('---\n');
    await type('description: You are a helpful assist');
    await eventually('a record', async () => (await outcome()) === 'quiet place');
    await openPrompt('');
    await type(`${INTRODUCTION}x`);
    await vscode.commands.executeCommand('deleteLeft');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
    await type('i');
    await eventually('a record', async () => (await outcome()) === 'shown');
  });

  test('an encoder cannot write: our GPT writes instead, and its reason is told', () =>
    withSetting('completion.model', 'prompt-bert', async () => {
      const { ghostText } = await extension();
      const standIns: StoodIn[] = [];
      const listening = ghostText.onDidStandIn((standIn) => standIns.push(standIn));
      try {
        await openPrompt('');
        await type(INTRODUCTION);
        await eventually('ghost text', async () => (await outcome()) === 'shown');
        const { model, failure } = await eventually('a stand-in', () => standIns.at(-1));
        assert.equal(model, 'prompt-gpt');
        assert.match(failure!, /no language-modelling head/);
      } finally {
        listening.dispose();
      }
    }));

  test('an unknown value of a setting is replaced by the default', () =>
    withSetting('completion.length', 'chapter', async () => {
      const editor = await openPrompt(INTRODUCTION);
      assert.match(await acceptGhostText(editor), /assistant/);
    }));

  test('a prompt that becomes active again is read ahead, up to its caret', async () => {
    const read: string[] = [];
    const models = startSeparateInference(log);
    const readAhead: Inference['readAhead'] = (request, signal) => {
      read.push(request.left);
      return models.readAhead(request, signal);
    };
    const ghostText = ghostTextOf(models, { readAhead });
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

  test('what was written before prompts were learnt is not repeated afterwards', async () => {
    const models = startSeparateInference(log);
    const learnt = new vscode.EventEmitter<void>();
    let calls = 0;
    const complete: Inference['complete'] = async (request, signal) => {
      calls++;
      // The prompts are learnt while the model writes.
      if (calls === 1) learnt.fire();
      return { ...(await models.complete(request, signal)), isProvisional: calls === 2 };
    };
    const ghostText = ghostTextOf(models, { complete }, learnt);
    try {
      // No stand-in answers for a model that is loaded.
      await models.visibleContext({ model: 'prompt-gpt', left: '', length: 'word' }, new AbortController().signal);
      // VS Code itself asks only for documents that it shows.
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: INTRODUCTION });
      const request = () => requestAt(ghostText, document, document.positionAt(INTRODUCTION.length));
      for (const expected of [1, 2, 3, 3]) {
        await request();
        assert.equal(calls, expected);
      }
    } finally {
      ghostText.dispose();
      learnt.dispose();
      models.dispose();
    }
  });

  test('a request that ends after a later one does not hide what became of that', async () => {
    const models = startSeparateInference(log);
    let finish: (() => void) | undefined;
    const complete: Inference['complete'] = async (request, signal) => {
      const completion = await models.complete(request, signal);
      await new Promise<void>((resolve) => (finish = resolve));
      return completion;
    };
    const ghostText = ghostTextOf(models, { complete });
    try {
      // No stand-in answers for a model that is loaded.
      await models.visibleContext({ model: 'prompt-gpt', left: '', length: 'word' }, new AbortController().signal);
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: INTRODUCTION });
      const request = (character: number) => requestAt(ghostText, document, new vscode.Position(2, character));
      const first = request('You are a helpful ass'.length);
      await eventually('its text', () => finish);
      await request('You are'.length);
      assert.equal(ghostText.lastRequest?.outcome.kind, 'mid line');
      finish!();
      await first;
      assert.equal(ghostText.lastRequest?.outcome.kind, 'mid line');
    } finally {
      ghostText.dispose();
      models.dispose();
    }
  });

  test('typing what is suggested needs no second call, and neither does deleting it', async () => {
    const { ghostText } = await extension();
    let calls = 0;
    const counting = ghostText.onDidComplete(() => calls++);
    try {
      const editor = await openPrompt('');
      await type(INTRODUCTION);
      await suggested(editor.document);
      const before = calls;
      // Not all of “istant”: with int8 weights the suggestion may end with it, or go on.
      await type('is');
      await suggested(editor.document);
      for (let key = 0; key < 2; key++) await vscode.commands.executeCommand('deleteLeft');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await waitForQuiet();
      await type('i');
      await suggested(editor.document);
      assert.equal(calls, before);
      assert.equal(editor.document.getText(), `${INTRODUCTION}i`);
    } finally {
      counting.dispose();
    }
  });

  test('moving the caret away stops the generation', () =>
    withSetting('completion.level', 'eager', () =>
      withSetting('completion.length', 'paragraph', async () => {
        const { ghostText } = await extension();
        const editor = await openPrompt('');
        // Text that no cached suggestion contains, so that a new generation starts.
        await type('You are an expert in qzx');
        // It may last only a few milliseconds, so polling every 50 ms would miss it.
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

/** Asks for ghost text as VS Code does after a key. */
function requestAt(ghostText: GhostText, document: vscode.TextDocument, position: vscode.Position) {
  return ghostText.provideInlineCompletionItems(
    document,
    position,
    { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined },
    new vscode.CancellationTokenSource().token,
  );
}

/** Waits longer than VS Code does before a request, and than a completion takes. */
function waitForQuiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 600));
}

/** Waits as long as a suggestion would take: the models are loaded by now. */
function acceptGhostTextSoon(editor: vscode.TextEditor): Promise<string> {
  return acceptGhostText(editor, 1_500);
}
