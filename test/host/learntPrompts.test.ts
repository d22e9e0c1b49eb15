import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findPromptFiles } from '../../src/host/promptFiles';
import { closeAll, eventually, extension, openPrompt, type, withSetting } from './editor';

const RULE = 'Hand every refund above 50 euros to Quillian Brostwick in the Antwerp office.';
const BEGINNING = 'Hand every refund above 50 euros to Quil';

suite('prompts of the workspace', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const at = (name: string) => vscode.Uri.joinPath(folder!.uri, 'memory', name);
  const write = (name: string, text: string) => vscode.workspace.fs.writeFile(at(name), Buffer.from(text));

  suiteSetup(async () => {
    await extension();
    await write('AGENTS.md', `# Support\n\n${RULE}\n`);
    await write('README.md', 'For people.');
    await write('.gitignore', 'private/\n');
    await write('private/AGENTS.md', RULE.replace('Quillian', 'Ignored'));
    await write('prompts/.env.md', 'TOKEN=1');
  });
  suiteTeardown(() => vscode.workspace.fs.delete(at(''), { recursive: true }));
  teardown(closeAll);

  /** Types a beginning in a new prompt until it goes on as asked; the prompts are learnt in the background. */
  const suggestionGoesOn = async (isExpected: (text: string) => boolean, beginning = BEGINNING) => {
    const { ghostText } = await extension();
    const offered: string[] = [];
    const outcomes: string[] = [];
    const listening = ghostText.onDidOffer(({ texts }) => offered.push(texts[0]!));
    try {
      return await eventually('the suggestion', async () => {
        offered.length = 0;
        const editor = await openPrompt('You answer customers.\n\n');
        await type(beginning);
        const outcome = await eventually('an outcome', () => {
          const last = ghostText.lastRequest;
          const isLatest = last?.document === editor.document && last.version === editor.document.version;
          return isLatest && last.outcome.kind !== 'asking' ? last.outcome : undefined;
        });
        const last = offered.at(-1) ?? '';
        outcomes.push(JSON.stringify(outcome));
        await closeAll();
        return outcome.kind !== 'typed on' && isExpected(last) && outcome;
      });
    } catch (error) {
      throw new Error(`${String(error)} Offered: ${JSON.stringify(offered)}, ${outcomes.slice(-3).join()}`, {
        cause: error,
      });
    } finally {
      listening.dispose();
    }
  };

  test('are those that have a kind, without ignored ones', async () => {
    const found = (await findPromptFiles(folder!)).map(({ path }) => path.slice(path.indexOf('/memory/')));
    assert.ok(found.includes('/memory/AGENTS.md'));
    for (const name of ['README.md', 'private/AGENTS.md', 'prompts/.env.md'])
      assert.ok(!found.includes(`/memory/${name}`), name);
  });

  test('are known to ghost text, which says where its words stand', async () => {
    await write('AGENTS.md', `# Support\n\n${RULE}\n`);
    await vscode.commands.executeCommand('leftContext.restartModels');
    const outcome = await suggestionGoesOn((text) => text.startsWith('lian'));
    assert.ok(outcome.kind === 'shown');
    assert.match(outcome.from!.file, /memory\/AGENTS\.md$/);
    assert.equal(outcome.from!.line, 2);
  });

  test('are learnt when they are saved', async () => {
    const document = await vscode.workspace.openTextDocument(at('AGENTS.md'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) =>
      edit.insert(
        new vscode.Position(0, 0),
        'Send every invoice of the year before last to Zebedington Tarrastag in Ghent.\n',
      ),
    );
    await document.save();
    await suggestionGoesOn((text) => text.startsWith('dington'), 'Send every invoice of the year before last to Zebe');
  });

  test('are not used when the setting is off, and forgotten by a command', async () => {
    await withSetting('completion.memory', false, () => suggestionGoesOn((text) => !text.startsWith('lian')));
    await suggestionGoesOn((text) => text.startsWith('lian'));
    void vscode.commands.executeCommand('leftContext.forgetPrompts');
    await suggestionGoesOn((text) => !text.startsWith('lian'));
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
