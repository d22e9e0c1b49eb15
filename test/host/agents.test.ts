import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { claude } from '../../src/core/agents/rules/claude';
import { codex } from '../../src/core/agents/rules/codex';
import { sentText } from '../../src/core/agents/reading';
import { situationAt } from '../../src/features/agents/agentSituation';
import { placeInChainNote } from '../../src/features/promptFiles/placeInChainNote';
import { closeAll } from './editor';

suite('what agents read, in the editor', () => {
  let folder: string;

  setup(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-agents-')));
    write('.git/HEAD', 'ref: refs/heads/main\n');
    write('AGENTS.md', 'root\n');
    write('pkg/AGENTS.md', 'package\n');
  });
  teardown(async () => {
    await closeAll();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }

  const uri = (name: string) => vscode.Uri.file(path.join(folder, name));
  /** Without the user’s own files, which this machine may have. */
  const situation = (name: string, opened?: string) => ({
    ...situationAt({ folder: uri(name), opened: opened === undefined ? undefined : uri(opened) }),
    user: undefined,
  });

  test('a document with changes counts as it is in the editor', async () => {
    const document = await vscode.workspace.openTextDocument(uri('pkg/AGENTS.md'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'ä ');
    await vscode.workspace.applyEdit(edit);
    const reading = await codex.read(situation('pkg'));
    assert.match(sentText(reading), /root\n\n\nä package\n/);
    assert.deepEqual(reading.budget, { bytes: 32_768, spent: 5 + 11 });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('links are followed in the folder, and not out of it', async () => {
    const elsewhere = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-elsewhere-')));
    try {
      writeFileSync(path.join(elsewhere, 'secret.md'), 'secret');
      symlinkSync('AGENTS.md', path.join(folder, 'CLAUDE.md'));
      symlinkSync(path.join(elsewhere, 'secret.md'), path.join(folder, 'CLAUDE.local.md'));
      const reading = await claude.read(situation('.'));
      const own = reading.loaded.filter(({ path: file }) => file.startsWith(uri('.').path));
      assert.deepEqual(
        own.map(({ path: file, unread }) => [path.basename(file), unread !== undefined]),
        [
          ['CLAUDE.md', false],
          ['CLAUDE.local.md', true],
        ],
      );
      assert.equal(sentText(reading).includes('secret'), false);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  test('the status bar of an AGENTS.md knows its place in the chain', async () => {
    const note = async (name: string) => placeInChainNote(await vscode.workspace.openTextDocument(uri(name)));
    assert.equal((await note('AGENTS.md'))?.short, '');
    assert.deepEqual(await note('pkg/AGENTS.md'), {
      short: '2nd of 2 for Codex',
      long: 'Codex, started in this folder, reads it as the 2nd of 2 files, bytes 5 to 13 of 32,768.',
    });
    write('AGENTS.override.md', 'x'.repeat(32_764));
    assert.equal((await note('AGENTS.md'))?.short, 'not read by Codex');
    assert.equal((await note('pkg/AGENTS.md'))?.short, 'cut by Codex');
    write('AGENTS.override.md', 'x'.repeat(40_000));
    assert.match((await note('pkg/AGENTS.md'))!.long, /spend all 32,768 bytes/);
    write('notes.md', 'notes');
    assert.equal(await note('notes.md'), undefined);
  });
});
