import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openPrompt, previewed, settingForSuite, withSetting } from './editor';

const BROKEN = 'Answer with JSON:\n\n```json\n{\n  "title": "text",\n  "year": 1984,\n}\n```\n';

suite('findings', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const at = (name: string) => vscode.Uri.joinPath(folder!.uri, 'findings', name);

  suiteSetup(extension);
  settingForSuite('findings.rules', { 'broken-example': 'on' });
  teardown(async () => {
    const settings = vscode.workspace.getConfiguration('leftContext', folder);
    for (const name of ['findings.ignored', 'findings.rules'])
      await settings.update(name, undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await closeAll();
    await vscode.workspace.fs.delete(at(''), { recursive: true }).then(undefined, () => undefined);
  });

  const problems = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Left Context');
  const ruleOf = ({ code }: vscode.Diagnostic) => (code as { value: string }).value;
  /** Waits like `eventually`; a failure tells what findings depend on. */
  const eventuallyIn = async <T>(document: vscode.TextDocument, what: string, find: () => T | false | undefined) => {
    try {
      return await eventually(what, find);
    } catch (error) {
      const { isClosed, languageId, version } = document;
      const isVisible = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
      const settings = vscode.workspace.getConfiguration('leftContext.findings', document);
      const state = { isClosed, isVisible, languageId, version, settings, problems: problems(document) };
      throw new Error(`${what}: ${JSON.stringify(state)}`, { cause: error });
    }
  };
  const finding = (document: vscode.TextDocument, rule: string) =>
    eventuallyIn(document, rule, () => problems(document).find((each) => ruleOf(each) === rule));
  const none = (document: vscode.TextDocument) =>
    eventuallyIn(document, 'no finding', () => problems(document).length === 0);
  /** The quick fix of a finding that has this title, once the document is checked as it is. */
  const quickFix = async ({ uri }: vscode.TextDocument, { range }: vscode.Diagnostic, title: RegExp) => {
    const { value } = vscode.CodeActionKind.QuickFix;
    const action = await eventually(String(title), async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        value,
      );
      return all.find((each) => title.test(each.title));
    });
    return action.command!;
  };
  const run = ({ command, arguments: args = [] }: vscode.Command) =>
    vscode.commands.executeCommand(command, ...(args as unknown[]));
  const openFile = async (name: string, text: string) => {
    await vscode.workspace.fs.writeFile(at(name), Buffer.from(text));
    const document = await vscode.workspace.openTextDocument(at(name));
    await vscode.window.showTextDocument(document);
    return document;
  };

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`a fault is listed with its rule and page, and mended after a diff in one undo step, in a text with ${name}`, async () => {
      const text = BROKEN.replaceAll('\n', lineEnd);
      const { document } = await openPrompt(text);
      const found = await finding(document, 'broken-example');
      assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
      assert.equal(found.range.start.line, 5);
      assert.match((found.code as { target: vscode.Uri }).target.path, /docs\/findings\/broken-example\.md$/);
      const { command, arguments: args = [] } = await quickFix(document, found, /comma/);
      await previewed(command, ...(args as unknown[]));
      assert.equal(document.getText(), text.replace('1984,', '1984'));
      await none(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), text);
    });
  }

  test('a fault is still listed after the language of the document was changed', async () => {
    const { document } = await openPrompt(BROKEN, 'plaintext');
    await finding(document, 'broken-example');
    await vscode.languages.setTextDocumentLanguage(document, 'markdown');
    await finding(document, 'broken-example');
  });

  test('findings are warnings if so set, and none when switched off', async () => {
    const { document } = await openPrompt(BROKEN);
    await finding(document, 'broken-example');
    const { Warning } = vscode.DiagnosticSeverity;
    await withSetting('findings.level', 'warning', () =>
      eventuallyIn(document, 'a warning', () => problems(document)[0]?.severity === Warning),
    );
    await withSetting('findings.level', 'off', () => none(document));
    await finding(document, 'broken-example');
    await withSetting('findings.rules', { 'broken-example': 'off' }, () => none(document));
  });

  test('one is ignored by its line in the settings, where a comment would reach the model', async () => {
    const document = await openFile('AGENTS.md', BROKEN);
    await run(await quickFix(document, await finding(document, 'broken-example'), /Ignore .* here/));
    await none(document);
    assert.equal(document.getText(), BROKEN);
    const settings = vscode.workspace.getConfiguration('leftContext', folder);
    assert.deepEqual(settings.get('findings.ignored'), [
      { file: '/findings/AGENTS.md', rule: 'broken-example', line: '"year": 1984,' },
    ]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '```json\n{ "key": [1, 2,] }\n```\n\n');
    await vscode.workspace.applyEdit(edit);
    await finding(document, 'broken-example');
    await run(await quickFix(document, problems(document)[0]!, /in this file/));
    await none(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('one is ignored by a comment where that does not reach the model', async () => {
    const document = await openFile('prompts/answer.jinja2', BROKEN);
    await run(await quickFix(document, await finding(document, 'broken-example'), /Ignore .* here/));
    await none(document);
    assert.match(document.getText(), /\{# left-context: ignore=broken-example #\}/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('a rule is switched off for the folder', async () => {
    const document = await openFile('AGENTS.md', BROKEN);
    await run(await quickFix(document, await finding(document, 'broken-example'), /Switch off .* in this folder/));
    await none(document);
    assert.deepEqual(vscode.workspace.getConfiguration('leftContext', folder).get('findings.rules'), {
      'broken-example': 'off',
    });
  });

  test('links are checked against the files of a checkout, and again after a file came', async () => {
    const settings = vscode.workspace.getConfiguration('leftContext', folder);
    await settings.update('findings.rules', { 'dead-link': 'on' }, vscode.ConfigurationTarget.WorkspaceFolder);
    const document = await openFile('AGENTS.md', 'Read [the style guide](style-guide.md) first.\n');
    await vscode.workspace.fs.writeFile(at('.git/HEAD'), Buffer.from('ref: refs/heads/main\n'));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    // The folder of the workspace itself is no checkout.
    assert.deepEqual(problems(document), []);
    const git = vscode.Uri.joinPath(folder!.uri, '.git', 'HEAD');
    await vscode.workspace.fs.writeFile(git, Buffer.from('ref: refs/heads/main\n'));
    try {
      await vscode.workspace.fs.writeFile(at('other.md'), Buffer.from(''));
      await finding(document, 'dead-link');
      await vscode.workspace.fs.writeFile(at('style-guide.md'), Buffer.from('# Style\n'));
      await none(document);
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder!.uri, '.git'), { recursive: true });
    }
  });
});
