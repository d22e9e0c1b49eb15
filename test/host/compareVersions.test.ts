import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { activeTab, closeAll, eventually, extension, openPrompt, type } from './editor';

const SCHEME = 'left-context-comparison';
const THEN = '---\nname: review\n---\nYou review code. Be brief.\n\nAnswer in English.\n\nThe code: {{code}}\n';
const NOW = '---\nname: review\n---\nYou review code. Be brief.\n\nAnswer in French.\n\nThe code: {{code}}\n';
const ANSWERS = '## French\n\nLa boucle ne finit jamais.\n';

suite('compare versions of a prompt', () => {
  // VS Code opens repositories by itself only within the workspace.
  const folder = path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'compared-versions');
  const earlier = new Set<string>();

  suiteSetup(async () => {
    await extension();
    mkdirSync(folder);
    git('init', '--quiet');
    write('review.md', THEN);
    write('review.answers.md', ANSWERS);
    write(
      'prompts.yaml',
      'system_prompt: |\n  You review code.\n  Be brief.\nuser_prompt: Look at {code} and judge it.\n',
    );
    commit('then');
    git('tag', 'first');
    write('review.md', NOW);
    commit('now');
    await enableGit(true);
  });
  teardown(closeAll);
  suiteTeardown(async () => {
    await enableGit(undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  function git(...args: string[]): void {
    const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...settings, ...args], { cwd: folder });
  }

  function commit(message: string): void {
    git('add', '.');
    git('commit', '--quiet', '-m', message);
  }

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
  }

  /** The suites run with the Git extension switched off. */
  async function enableGit(isEnabled: boolean | undefined): Promise<void> {
    await vscode.workspace.getConfiguration('git').update('enabled', isEnabled, vscode.ConfigurationTarget.Global);
    const wanted = isEnabled ?? vscode.workspace.getConfiguration('git').get<boolean>('enabled');
    const { exports } = vscode.extensions.getExtension<{ readonly enabled: boolean }>('vscode.git')!;
    if (wanted) await eventually('the Git extension', () => exports.enabled);
  }

  async function open(name: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(path.join(folder, name));
    return vscode.window.showTextDocument(document);
  }

  function reports(): vscode.TextDocument[] {
    return vscode.workspace.textDocuments.filter(
      ({ uri }) => uri.scheme === SCHEME && uri.path.endsWith('/Comparison.md') && !earlier.has(uri.path),
    );
  }

  /** The next report. */
  async function report(): Promise<vscode.TextDocument> {
    const document = await eventually('the report', () => reports()[0]);
    earlier.add(document.uri.path);
    return document;
  }

  test('with the last commit: reports what typed changes do to the answers', async () => {
    const editor = await open('review.md');
    editor.selection = new vscode.Selection(5, 0, 5, 18);
    await type('Answer in German.');
    await vscode.commands.executeCommand('leftContext.compareWithLastCommit');
    const text = (await report()).getText();
    assert.match(text, /^review\.md as it is now, compared with the last commit\. The prompt was read by /m);
    assert.match(text, /^\| French \| [\d.]+ \| [\d.]+ \| [+−]?[\d.]+ \|$/m);
    assert.match(text, /^\| 6 \| “Answer in French\.” became “Answer in German\.” \| [+−]?[\d.]+ \|$/m);
    assert.match(text, /^\d+ tokens then, \d+ now\. The first \d+ of \d+ tokens are as they were, up to line 6/m);
  });

  test('with a tag, in a preview beside the prompt, whose button shows both versions as a diff', async () => {
    const { document } = await open('review.md');
    await vscode.commands.executeCommand('leftContext.compareWithVersion', 'first');
    const { uri } = await report();
    assert.match(
      (await vscode.workspace.openTextDocument(uri)).getText(),
      /“Answer in English\.” became “Answer in French\.”/,
    );
    const hasPreview = () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
    assert.ok(hasPreview());
    await vscode.commands.executeCommand('leftContext.showComparedVersions', uri);
    const diff = await eventually('the diff', () => {
      const input = activeTab();
      return input instanceof vscode.TabInputTextDiff && input;
    });
    assert.equal(diff.modified.toString(), document.uri.toString());
    assert.equal((await vscode.workspace.openTextDocument(diff.original)).getText(), THEN);
    assert.ok(hasPreview(), 'the diff has replaced the report');
  });

  test('with the saved file', async () => {
    const editor = await open('review.md');
    editor.selection = new vscode.Selection(3, 17, 3, 26);
    await type('Be kind.');
    await vscode.commands.executeCommand('leftContext.compareWithVersion', 'saved file');
    const text = (await report()).getText();
    assert.match(text, /compared with the saved file\./);
    assert.match(text, /^\| 4 \| “Be brief\.” became “Be kind\.” \|/m);
  });

  test('of the prompt at the caret in YAML', async () => {
    const editor = await open('prompts.yaml');
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 2, 2, 11), 'Be kind.'));
    editor.selection = new vscode.Selection(1, 5, 1, 5);
    await vscode.commands.executeCommand('leftContext.compareWithLastCommit');
    const text = (await report()).getText();
    assert.match(text, /There are no answers to compare/);
    assert.match(text, /^\| 3 \| “Be brief\.” became “Be kind\.” \| 0\.\d{3} \|$/m);
  });

  test('makes no report of a version that is the same, of an unknown one, or of a prompt that is in no file', async () => {
    await open('review.md');
    await vscode.commands.executeCommand('leftContext.compareWithLastCommit');
    await vscode.commands.executeCommand('leftContext.compareWithVersion', 'nowhere');
    await vscode.commands.executeCommand('leftContext.compareWithVersion', '--help');
    await openPrompt('Be brief.');
    await vscode.commands.executeCommand('leftContext.compareWithLastCommit');
    assert.deepEqual(reports(), []);
  });
});
