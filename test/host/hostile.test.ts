import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import packageJson from '../../package.json';
import { settingSchemas } from '../../src/core/settingSchemas';
import { partsBetweenSeparators } from '../../src/core/text/partsBetweenSeparatorLines';
import { joinSegments } from '../../src/core/tokens/joinSegments';
import { diceFor } from '../fuzz/dice';
import { hostileText } from '../fuzz/hostileText';
import { plainValue } from '../fuzz/hostileValue';
import { acceptGhostText, closeAll, eventually, extension, openPrompt, previewed, type, withSetting } from './editor';

const SEED = 8;
const FILES = 20;
const EDITED = 3;
const ROUNDS_OF_SETTINGS = 3;
const SETTINGS_AT_ONCE = 8;
/** More than 512 tokens of any model. */
const LONG = 12_000;
const SENTENCE = 'Answer in plain words, and say what you do not know. ';

/** Unusual files, as bytes. */
const GIANTS: Readonly<Record<string, () => Buffer>> = {
  '10 MB on one line': () => Buffer.from(SENTENCE.repeat(10_000_000 / SENTENCE.length)),
  '1 MB of one word': () => Buffer.from('x'.repeat(1_000_000)),
  'a picture': () => Buffer.from(Array.from({ length: 100_000 }, (_, index) => 1 + ((index * index * 7) % 255))),
  'line ends of all kinds': () => Buffer.from('a\rb\r\nc\nd\n\re\u2028f\u2029'.repeat(20_000)),
  'UTF-16 with its mark': () => Buffer.from(`\ufeff${SENTENCE.repeat(500)}`, 'utf16le'),
  nothing: () => Buffer.alloc(0),
};

/** Uncaught errors from our own code. */
const uncaught: string[] = [];
const record = (error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (/left-context|dist[/\\]extension\.js/.test(stack)) uncaught.push(stack);
};

suite('hostile files and settings', function () {
  this.timeout(180_000);
  let folder: string;

  suiteSetup(async function () {
    await extension();
    // VS Code's question about unusual line ends would block the tests.
    await editorSetting('off');
    folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-hostile-'));
    // Not chained, since process.on returns nothing in VS Code's extension host.
    process.on('unhandledRejection', record);
    process.on('uncaughtExceptionMonitor', record);
  });
  teardown(closeAll);
  suiteTeardown(() => {
    process.off('unhandledRejection', record);
    process.off('uncaughtExceptionMonitor', record);
    if (folder) rmSync(folder, { recursive: true, force: true });
    return editorSetting(undefined);
  });

  /** Opens a file with these bytes; undefined when VS Code refuses it as binary. */
  const open = async (name: string, content: Buffer): Promise<vscode.TextEditor | undefined> => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    try {
      return await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
    } catch (error) {
      assert.match(String(error), /binary/);
      return undefined;
    }
  };

  const settled = async ({ document }: vscode.TextEditor) => {
    const { tokenCounts } = await extension();
    const isCounted = () => tokenCounts.latest(document)?.version === document.version;
    await eventually('a count', () => isCounted() || tokenCounts.failure(document) !== undefined, 60_000);
  };

  test(`${FILES} malformed files, and giants, are counted and not changed`, async () => {
    const texts = Array.from({ length: FILES }, (_, number) => Buffer.from(hostileText(diceFor(SEED, number))));
    const giants = Object.values(GIANTS).map((make) => make());
    let opened = 0;
    for (const [number, content] of [...texts, ...giants].entries()) {
      const name = `${number}.md`;
      const editor = await open(name, content);
      if (!editor) continue;
      opened++;
      const { document } = editor;
      // VS Code itself unifies mixed line ends, which makes the document dirty.
      const { version, isDirty } = document;
      await settled(editor);
      const caret = document.positionAt(diceFor(SEED, number).below(document.getText().length + 1));
      editor.selection = new vscode.Selection(caret, caret);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      assert.equal(document.version, version, `${name} was changed`);
      assert.equal(document.isDirty, isDirty, `${name} was changed`);
      assert.ok(readFileSync(path.join(folder, name)).equals(content));
      await closeAll();
    }
    assert.ok(opened > FILES / 2, `VS Code opened ${opened}`);
    assert.deepEqual(uncaught, []);
  });

  test(`in ${EDITED} such files each requested edit is one undo step and changes nothing else`, () =>
    withSetting('completion.level', 'eager', async () => {
      let accepted = 0;
      for (let number = 0; number < EDITED; number++) {
        const dice = diceFor(SEED + 1, number);
        // Plain text first: a directive near the top would set another limit.
        let content = SENTENCE.repeat(40);
        while (content.length < LONG) content += `${hostileText(dice)}\n${SENTENCE}`;
        const editor = await open(`${number}-edited.md`, Buffer.from(content.replaceAll('\0', '\u0001')));
        assert.ok(editor);
        const { document } = editor;
        const before = document.getText();
        const isUndone = async (what: string) => {
          assert.notEqual(document.getText(), before, `${what} changed nothing`);
          await vscode.commands.executeCommand('undo');
          assert.equal(document.getText(), before, `${what} is not one undo step`);
        };
        const keep = dice.any(['start', 'end', 'middle', 'both ends']);
        await previewed('leftContext.trimToLimit', { keep, boundary: dice.any(['token', 'word', 'sentence']) });
        assert.ok(document.getText().length < before.length);
        await isUndone('trimming');
        await previewed('leftContext.split', 'separators');
        assert.ok(withoutSeparators(document.getText()) === withoutSeparators(before), 'splitting took something');
        await isUndone('splitting');
        if (await isAccepted(document)) accepted++;
        await closeAll();
      }
      assert.ok(accepted >= EDITED / 2, `ghost text was accepted in ${accepted} files`);
      assert.deepEqual(uncaught, []);
    }));

  /** Types, accepts the ghost text, and undoes that; returns whether there was ghost text. */
  const isAccepted = async (document: vscode.TextDocument): Promise<boolean> => {
    // The diffs have replaced the earlier editor.
    const editor = await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('cursorBottom');
    await type('\n\nYou are a helpful assist');
    const before = document.getText();
    const after = await acceptGhostText(editor, 8_000).catch(() => undefined);
    if (after === undefined) return false;
    assert.ok(after.startsWith(before), 'ghost text changed what stood before it');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before, 'accepting is not one undo step');
    return true;
  };

  test(`${ROUNDS_OF_SETTINGS} times ${SETTINGS_AT_ONCE} settings of any type: everything works, or reports what is wrong`, async () => {
    const names = Object.keys(settingSchemas(packageJson)).map((name) => name.replace('leftContext.', ''));
    const settings = () => vscode.workspace.getConfiguration('leftContext');
    try {
      for (let round = 0; round < ROUNDS_OF_SETTINGS; round++) {
        const dice = diceFor(SEED, round);
        for (let index = 0; index < SETTINGS_AT_ONCE; index++) {
          // Only values that JSON can hold, since settings come from settings.json.
          const value = JSON.parse(
            JSON.stringify([plainValue(dice)], (_, part: unknown) => jsonOf(part)),
          )[0] as unknown;
          await settings().update(dice.any(names), value, vscode.ConfigurationTarget.Global);
        }
        await settled(await openPrompt(SENTENCE.repeat(3)));
        await type('x');
        await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        await closeAll();
      }
    } finally {
      for (const name of names) {
        if (settings().inspect(name)?.globalValue === undefined) continue;
        await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
      }
    }
    const editor = await openPrompt('# Role\n\nYou are a helpful assist');
    await settled(editor);
    assert.match(await acceptGhostText(editor), /assistant/);
    assert.deepEqual(uncaught, []);
  });
});

async function editorSetting(value: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('editor');
  await settings.update('unusualLineTerminators', value, vscode.ConfigurationTarget.Global);
}

/** What a text has besides white space, separators of segments, and what segments repeat of tables and fences. */
function withoutSeparators(text: string): string {
  const parts = partsBetweenSeparators(text, '<!-- segment -->').map(({ start, end }) => text.slice(start, end));
  return (parts.length === 0 ? text : joinSegments(parts)).replaceAll(/\s/g, '');
}

function jsonOf(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
