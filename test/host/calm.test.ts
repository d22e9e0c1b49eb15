import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Tokenizer as Reference } from 'tokenizers';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, previewed, typeUntilAsked, withSetting } from './editor';

/** Folder of the repository; this file runs from dist/test. */
const root = path.resolve(__dirname, '..', '..');
const reference = Reference.fromFile(path.join(root, 'models', 'prompt-bert', 'tokenizer.json'));
const LONG = readFileSync(path.join(root, 'test', 'fixtures', 'prose.md'), 'utf8').slice(0, 6_000);

suite('any file stays calm', () => {
  let folder: string;
  suiteSetup(async () => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-calm-')));
    await extension();
  });
  teardown(closeAll);
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const open = async (name: string, text: string) => {
    write(name, text);
    const document = await vscode.workspace.openTextDocument(path.join(folder, name));
    await vscode.window.showTextDocument(document);
    return document;
  };
  const counted = async (document: vscode.TextDocument) => {
    const { tokenCounts } = await extension();
    return eventually('its count', () => {
      const count = tokenCounts.latest(document);
      return count?.version === document.version && count;
    });
  };
  const problems = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.startsWith('Left Context'));
  const actionsAt = async ({ uri }: vscode.TextDocument, line: number) => {
    const range = new vscode.Range(line, 0, line, 0);
    return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
  };
  /** The offset of the first token of a text that BERT does not read. */
  const unreadFrom = async (text: string) => {
    const [codePoint] = (await reference.encode(text)).getOffsets()[511]!;
    return Array.from(text).slice(0, codePoint).join('').length;
  };

  test('a long README is counted, and nothing else', async () => {
    const document = await open('README.md', LONG);
    const { counts, budget } = await counted(document);
    assert.deepEqual(
      budget.counters.map(({ name }) => name),
      ['o200k_base', 'BERT'],
    );
    assert.equal(counts[0]!.limit, Infinity);
    assert.equal(counts[1]!.count, (await reference.encode(LONG)).getLength());
    assert.ok(counts[1]!.count > 512);
    assert.deepEqual(problems(document), []);
    const line = document.positionAt(await unreadFrom(LONG)).line;
    assert.ok(!(await actionsAt(document, line)).some(({ title }) => title.includes('512')), 'text is marked');
  });

  test('ghost text stays away from text until it is asked for, and comes in prompts', async () => {
    const outcomeIn = async (name: string) => {
      const document = await open(name, '# Rules\n\nAlways answer ');
      await vscode.commands.executeCommand('cursorBottom');
      return typeUntilAsked(document, 'n');
    };
    assert.deepEqual(await outcomeIn('rules.md'), { kind: 'off', setting: 'leftContext.completion.files' });
    assert.notEqual((await outcomeIn('CLAUDE.md')).kind, 'off');
  });

  test('in a file of any other language, the selection is read', async () => {
    const python = `import os\n\nPROMPT = "You are a careful editor of prompts."\n`;
    const document = await open('agent.py', python);
    const start = python.indexOf('You');
    const range = new vscode.Range(document.positionAt(start), document.positionAt(python.lastIndexOf('"')));
    vscode.window.activeTextEditor!.selection = new vscode.Selection(range.start, range.end);
    const isRead = async (offset: number) => {
      const position = document.positionAt(offset);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const texts = hovers.flatMap(({ contents }) => contents).map((each) => (each as vscode.MarkdownString).value);
      return texts.some((text) => text.includes('o200k'));
    };
    await vscode.commands.executeCommand('leftContext.toggleTokenView');
    try {
      await eventually('a token of the selection', () => isRead(start + 2));
      assert.ok(!(await isRead(2)), 'text before the selection is read');
    } finally {
      await vscode.commands.executeCommand('leftContext.toggleTokenView');
    }
  });

  test('a limit in the settings concerns prompts, not text', async () => {
    await withSetting('budget.limit', 100, async () => {
      const text = await open('NOTES.md', LONG);
      await counted(text);
      assert.deepEqual(problems(text), []);
      const prompt = await open('SKILL.md', LONG);
      await eventually('an error', () => problems(prompt).length > 0);
    });
  });

  test('in a prompt, BERT’s limit is no problem until somebody makes it strict, and can be taken back', async () => {
    const document = await open('summary.prompt.md', LONG);
    await counted(document);
    assert.deepEqual(problems(document), []);
    const offset = await unreadFrom(LONG);
    const { line } = document.positionAt(offset);
    const strict = (await actionsAt(document, line)).find(({ title }) => title.includes('the 512 Tokens of BERT'));
    assert.ok(strict?.command, 'no light bulb');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.lineAt(line).range.end,
    );
    const texts = hovers.flatMap(({ contents }) => contents).map((each) => (each as vscode.MarkdownString).value);
    assert.ok(
      texts.some((text) => text.includes('BERT and models like it read 512 tokens')),
      texts.join(),
    );

    const choosing = vscode.commands.executeCommand(strict.command.command, ...(strict.command.arguments as unknown[]));
    await eventually('the error', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return problems(document).length > 0;
    });
    await choosing;
    const [error] = problems(document);
    assert.equal(error!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.offsetAt(error!.range.start), offset);
    await vscode.commands.executeCommand('leftContext.useNoLimit');
    await eventually('no error', () => problems(document).length === 0);
  });

  test('“Treat This File as a Prompt” and “Not a Prompt” decide for one file', async () => {
    const document = await open('plan.md', LONG);
    await counted(document);
    const { line } = document.positionAt(await unreadFrom(LONG));
    const isMarked = async () => (await actionsAt(document, line)).some(({ title }) => title.includes('512 Tokens'));
    assert.ok(!(await isMarked()));
    await vscode.commands.executeCommand('leftContext.treatAsPrompt');
    await eventually('the mark', isMarked);
    await vscode.commands.executeCommand('leftContext.notAPrompt');
    await eventually('no mark', async () => !(await isMarked()));
    await counted(document);
  });

  test('each prompt text in YAML is counted as the program reads it', async () => {
    const lines = LONG.split('\n');
    const yaml = `name: demo\nsystem_prompt: |\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\nuser_prompt: |\n  Answer in one sentence of at most ten words.\n`;
    const document = await open('agent.yaml', yaml);
    const { parts } = await counted(document);
    assert.deepEqual(
      parts.map(({ name }) => name),
      ['system_prompt', 'user_prompt'],
    );
    const read = `${LONG.trimEnd()}\n`;
    const [system] = parts;
    assert.equal(system!.main.count, (await reference.encode(read)).getLength());
    const at = system!.main.at!.start;
    const offset = await unreadFrom(read);
    const lineOf = (text: string, to: number) => text.slice(0, to).split('\n');
    // The line is two lines further down, and two blanks are before it.
    assert.equal(document.positionAt(at).line, lineOf(read, offset).length + 1);
    assert.equal(document.positionAt(at).character, lineOf(read, offset).at(-1)!.length + 2);
    assert.deepEqual(problems(document), []);
  });

  test('AGENTS.md is cut where Codex cuts its chain, with a warning there', async () => {
    write('repo/.git/HEAD', 'ref: refs/heads/main\n');
    write('repo/AGENTS.md', `${'Keep the tests green. '.repeat(1_000)}\n`);
    const before = 22_001;
    const own = 'Über alles: write small functions.\n'.repeat(400);
    const document = await open('repo/src/AGENTS.md', own);
    const warning = await eventually('a warning', () => problems(document)[0]);
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(warning.message, /Codex/);
    const offset = document.offsetAt(warning.range.start);
    const read = Buffer.byteLength(own.slice(0, offset));
    assert.ok(read <= 32_768 - before && read + 2 > 32_768 - before, `${read} bytes are read`);
    assert.equal(warning.range.end.line, warning.range.start.line);
    const actions = await actionsAt(document, warning.range.start.line);
    assert.equal(actions[0]?.title, 'Move the rest to a file of its own…');

    const { command, arguments: args = [] } = actions[0].command!;
    await previewed(command, ...(args as unknown[]));
    const moved = readFileSync(path.join(folder, 'repo/src/AGENTS-2.md'), 'utf8');
    const kept = document.getText().replace('For more, read AGENTS-2.md in this folder.\n', '');
    assert.equal(kept + moved, own);
    await eventually('no warning', () => problems(document).length === 0);
  });

  test('bytes of mixed line ends count as they are on the disk', async () => {
    write('mixed/.git/HEAD', 'ref: refs/heads/main\n');
    const windows = 'Keep it short.\r\n'.repeat(1_000);
    const lines = 'Keep it short.\n'.repeat(1_200);
    const document = await open('mixed/AGENTS.md', windows + lines);
    const warning = await eventually('a warning', () => problems(document)[0]);
    const linesRead = 1_000 + Math.floor((32_768 - windows.length) / 15);
    assert.deepEqual(
      [warning.range.start.line, warning.range.start.character],
      [linesRead, 32_768 - windows.length - 15 * (linesRead - 1_000)],
    );
  });

  test('findings and chosen limits alone are listed as problems', async () => {
    const { document } = await openPrompt(`${LONG}\n\nUse the following format:`);
    await counted(document);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.deepEqual(problems(document), []);
  });
});
