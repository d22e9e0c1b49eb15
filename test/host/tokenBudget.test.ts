import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer as Reference } from 'tokenizers';
import * as vscode from 'vscode';
import {
  activeTab,
  closeAll,
  eventually,
  extension,
  openPrompt,
  previewed,
  settingForSuite,
  type,
  withSetting,
} from './editor';

/** Folder of the repository; this file runs from dist/test. */
const root = path.resolve(__dirname, '..', '..');
const reference = Reference.fromFile(path.join(root, 'models', 'prompt-bert', 'tokenizer.json'));

const sample = (name: string) => readFileSync(path.join(root, 'test', 'fixtures', 'workspace', name), 'utf8');

/** About 700 tokens, with characters of every UTF-8 length before and after the limit. */
const LONG_PROMPT = `${sample('support-agent.txt')}\nÜber naïve façades: 日本語, 😀.\n${sample('research-assistant.md')}`;

function diagnosticOf(document: vscode.TextDocument): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === 'Left Context');
}

suite('token budget with a chosen limit', () => {
  suiteSetup(extension);
  settingForSuite('budget.model', 'prompt-bert');
  teardown(closeAll);

  test('a shortened prompt has no finding any more', async () => {
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

  test('a prompt near the limit gets a warning that disappears with the text', async () => {
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
    const titles = actions.map(({ title }) => title);
    assert.ok(titles.indexOf('Split into segments…') < titles.indexOf('Trim to 512 tokens'), titles.join());
    const trim = actions.find(({ title }) => title === 'Trim to 512 tokens');
    assert.ok(trim?.command, actions.map(({ title }) => title).join());
    await previewed(trim.command.command, ...(trim.command.arguments as unknown[]));
    assert.ok(LONG_PROMPT.startsWith(document.getText()));
    const kept = (await reference.encode(document.getText())).getLength();
    assert.ok(kept <= 512 && kept > 400, `${kept}`);
    assert.match(document.getText().slice(-1) + LONG_PROMPT.slice(document.getText().length), /^(?:[.!?:\n]|[^]\n)/);
    await eventually('the error is gone', () => diagnosticOf(document)?.severity !== vscode.DiagnosticSeverity.Error);
  });

  test('the command trims in any way, in one undo step', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    await previewed('leftContext.trimToLimit', { keep: 'both ends', boundary: 'sentence' });
    const text = document.getText();
    assert.ok((await reference.encode(text)).getLength() <= 512);
    assert.equal(text.slice(0, 200), LONG_PROMPT.slice(0, 200));
    assert.ok(LONG_PROMPT.endsWith(text.slice(-200)));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), LONG_PROMPT);
  });

  test('a preview that is discarded changes nothing', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    const trimming = vscode.commands.executeCommand('leftContext.trimToLimit', { keep: 'end', boundary: 'word' });
    await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
    await vscode.commands.executeCommand('leftContext.discardPreview');
    await trimming;
    assert.equal(document.getText(), LONG_PROMPT);
    assert.ok(!(activeTab() instanceof vscode.TabInputTextDiff), 'the diff is still there');
  });

  test('a preview stays open in another group and beside another file, until it is discarded', async () => {
    await openPrompt(LONG_PROMPT);
    const trimming = vscode.commands.executeCommand('leftContext.trimToLimit', { keep: 'end', boundary: 'word' });
    await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
    await vscode.commands.executeCommand('workbench.action.moveEditorToNextGroup');
    await openPrompt('Another prompt.');
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const diff = tabs().find(({ input }) => input instanceof vscode.TabInputTextDiff)?.input as vscode.TabInputTextDiff;
    await vscode.commands.executeCommand('leftContext.discardPreview', diff.modified.toString());
    await trimming;
    assert.ok(!tabs().some(({ input }) => input instanceof vscode.TabInputTextDiff), 'the diff is still there');
  });

  test('a preview that is closed changes nothing', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    const trimming = vscode.commands.executeCommand('leftContext.trimToLimit', { keep: 'end', boundary: 'word' });
    await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await trimming;
    assert.equal(document.getText(), LONG_PROMPT);
  });

  test('a prompt that changes while the preview is open is not edited', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    const trimming = vscode.commands.executeCommand('leftContext.trimToLimit', { keep: 'end', boundary: 'word' });
    await eventually('the diff', () => activeTab() instanceof vscode.TabInputTextDiff);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'New. ');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('leftContext.applyPreview');
    await trimming;
    assert.equal(document.getText(), `New. ${LONG_PROMPT}`);
  });

  test('a counter that fails does not affect the others', () =>
    withSetting('budget.counters', [{ model: 'gpt-9', limit: 10 }], async () => {
      const { document } = await openPrompt(LONG_PROMPT);
      await eventually('an error', () => diagnosticOf(document));
      const { tokenCounts } = await extension();
      assert.match(tokenCounts.latest(document)!.counts.at(-1)!.problem!, /no model named gpt-9/);
    }));

  test('split in place: each segment fits and has its lens, and no text is lost', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    await previewed('leftContext.split', 'separators');
    const parts = document.getText().split('<!-- segment -->\n');
    assert.ok(parts.length > 1);
    for (const part of parts) assert.ok((await reference.encode(part)).getLength() <= 512);
    assert.equal(parts.join(''), LONG_PROMPT);
    await eventually('no error', () => diagnosticOf(document)?.severity !== vscode.DiagnosticSeverity.Error);
    const last = (await reference.encode(parts.at(-1)!)).getLength();
    const title = `segment ${parts.length} of ${parts.length}, ${last} tokens`;
    await eventually('the lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.some(({ command }) => command?.title === title);
    });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), LONG_PROMPT);
  });

  test('a segment that is too long is marked by itself', async () => {
    const { document } = await openPrompt(`Short.\n<!-- segment -->\n${'word '.repeat(520)}`);
    const error = await eventually('an error', () => diagnosticOf(document));
    assert.equal(document.getText(error.range), 'word '.repeat(10));
  });

  test('split to the clipboard and to documents, with the overlap of the settings', () =>
    withSetting('split.tokens', 128, () =>
      withSetting('split.overlap', 2, () =>
        withSetting('split.overlapUnit', 'sentences', async () => {
          await openPrompt(sample('research-assistant.md'));
          await vscode.env.clipboard.writeText('');
          void vscode.commands.executeCommand('leftContext.split', 'json');
          const json = await eventually(
            'the clipboard',
            async () => (await vscode.env.clipboard.readText()) || undefined,
          );
          const segments = JSON.parse(json) as string[];
          for (const segment of segments) assert.ok((await reference.encode(segment)).getLength() <= 128);
          for (const [index, segment] of segments.slice(1).entries()) {
            assert.ok(segments[index]!.includes(segment.slice(0, 20)), 'no overlap');
          }
          await vscode.commands.executeCommand('leftContext.split', 'documents');
          const texts = vscode.workspace.textDocuments.map((document) => document.getText());
          for (const segment of segments) assert.ok(texts.includes(segment));
        }),
      ),
    ));

  test('a directive sets the limit and the model', async () => {
    const { document } = await openPrompt(`<!-- left-context: limit=20 model=o200k_base -->\n${'word '.repeat(40)}`);
    const error = await eventually('an error', () => diagnosticOf(document));
    assert.match(error.message, /^o200k_base stops reading here: 20 tokens/);
  });

  test('a wrong directive is marked, and the settings apply', async () => {
    const { document } = await openPrompt('<!-- left-context: limit=lots -->\nText');
    const problem = await eventually('a warning', () => diagnosticOf(document));
    assert.equal(document.getText(problem.range), 'limit=lots');
  });

  test('a missing model is reported, and the next one counts', async () => {
    const { document } = await openPrompt(LONG_PROMPT);
    const { tokenCounts } = await extension();
    await withSetting('budget.model', 'no-such-model', async () => {
      const reason = await eventually('the reason', () => tokenCounts.failure(document));
      assert.match(reason, /no model named no-such-model.*prompt-bert/);
      assert.equal(diagnosticOf(document), undefined);
    });
    await eventually('an error', () => diagnosticOf(document));
    assert.equal(tokenCounts.failure(document), undefined);
  });

  test('after many edits in a row, the count is that of the current text', async () => {
    const { document } = await openPrompt(`${LONG_PROMPT}\n`);
    for (const text of ['one ', 'two ', 'three\n', '日本語', ' 😀']) await type(text);
    await vscode.commands.executeCommand('cursorTop');
    await type('Über ');
    const text = document.getText();
    const over = (await reference.encode(text)).getLength() - 512;
    await eventually('the count', () => diagnosticOf(document)?.message.includes(`last ${over} tokens`));
  });

  test('a file of 2 MB is counted, and again after a keystroke', async () => {
    const text = `${sample('research-assistant.md')}\n`.repeat(700);
    const { document } = await openPrompt(text);
    const tokens = (await reference.encode(text)).getLength();
    const exceedsBy = (over: number) => () =>
      diagnosticOf(document)?.message.includes(`last ${over.toLocaleString('en')} tokens`);
    await eventually('the count', exceedsBy(tokens - 512), 60_000);
    await vscode.commands.executeCommand('cursorBottom');
    await type('word ');
    await eventually('the new count', exceedsBy(tokens - 511));
  });

  test('only visible prompts have a copy in the process, and all open ones keep their counts', async () => {
    const { tokenCounts } = await extension();
    const prompts: vscode.TextDocument[] = [];
    for (let index = 0; index < 8; index++) {
      const { document } = await openPrompt(`Prompt ${index}. ${'Answer in plain words. '.repeat(40)}`);
      await eventually('its count', () => tokenCounts.latest(document));
      prompts.push(document);
    }
    assert.equal(vscode.window.visibleTextEditors.length, 1);
    assert.equal(tokenCounts.syncedDocuments, 1);
    for (const document of prompts) assert.equal(tokenCounts.latest(document)?.version, document.version);
    // A prompt that becomes visible again is sent again, and counted correctly.
    const [first] = prompts;
    const before = tokenCounts.latest(first!)!.main.count;
    await vscode.window.showTextDocument(first!);
    await type('Be brief. ');
    await eventually('its new count', () => tokenCounts.latest(first!)?.version === first!.version);
    assert.equal(tokenCounts.latest(first!)!.main.count, before + 3);
    assert.equal(tokenCounts.syncedDocuments, 1);
  });

  test('the limit in the settings applies', async () => {
    await withSetting('budget.limit', 64, async () => {
      const { document } = await openPrompt(sample('support-agent.txt'));
      const error = await eventually('an error', () => diagnosticOf(document));
      assert.match(error.message, /64 tokens are its limit/);
    });
  });
});
