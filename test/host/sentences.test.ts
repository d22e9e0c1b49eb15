import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answersInFile } from '../../src/core/sentences/answers';
import { decorationsOf } from '../../src/features/sentences/effectDecorations';
import { effectHover } from '../../src/features/sentences/effectHover';
import { promptToMeasure } from '../../src/features/sentences/promptToMeasure';
import { sentenceMapTooltip } from '../../src/features/sentences/sentenceMapTooltip';
import { closeAll, eventually, extension, openPrompt, settingForSuite } from './editor';

suite('what each sentence changes', () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const at = (name: string) => vscode.Uri.joinPath(folder!.uri, 'sentences', name);

  settingForSuite('completion.model', 'prompt-gpt');
  suiteSetup(extension);
  teardown(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(at(''), { recursive: true }).then(undefined, () => undefined);
  });

  test('reads a prompt without its front matter, at the places where it stands, and the answers beside it', async () => {
    await vscode.workspace.fs.writeFile(at('AGENTS.md'), Buffer.from('---\r\nname: a\r\n---\r\nOne.\r\nTwo.\r\n'));
    await vscode.workspace.fs.writeFile(at('AGENTS.answers.md'), Buffer.from('## Short\r\n\r\nYes.\r\n'));
    const editor = await vscode.window.showTextDocument(at('AGENTS.md'));
    const { text, answers, rangeOf } = await promptToMeasure(editor);
    assert.equal(text, 'One.\nTwo.\n');
    assert.deepEqual(answers, [{ name: 'Short', text: 'Yes.' }]);
    const range = rangeOf({ start: text.indexOf('Two.'), end: text.indexOf('Two.') + 4 });
    assert.equal(editor.document.getText(range), 'Two.');
  });

  test('shades by how much more than noise a sentence changes, and which way', () => {
    const hoverMessage = new vscode.MarkdownString('…');
    const part = (line: number, bits: number, isOld = false) => ({
      range: new vscode.Range(line, 0, line, 9),
      bits: [bits],
      isOld,
      hoverMessage,
    });
    const unseen = new vscode.Range(0, 0, 1, 0);
    const types = decorationsOf([part(1, 0.5), part(2, 3), part(3, -20, true)], [1], unseen);
    const lines = types.map((options) => options.map(({ range }) => range.start.line));
    assert.deepEqual(lines, [[1], [], [2], [], [], [], [], [], [3], [3], [0], [1]]);
  });

  test('says in hovers what a sentence changes, and in the status bar how many matter', () => {
    const range = new vscode.Range(4, 0, 4, 9);
    const redundant = [
      { lines: [12], bits: [30], isRepeated: false },
      { lines: [7, 9], bits: [1], isRepeated: true },
    ];
    const context = { model: 'SmolLM2 reads', answers: ['Short'], noise: [2], isLowerBound: false, redundant, range };
    const hover = effectHover({ bits: [9.1], isEstimate: false, isOld: true }, context).value;
    assert.match(hover, /Without this, “Short” costs 9\.1 bits more \(550 times less likely\)\./);
    assert.match(hover, /Measured before the last change\./);
    assert.match(hover, /Redundant\*\* with line 12.*Without all of them, “Short” costs 30\.0 bits more/);
    assert.match(
      hover,
      /Redundant\*\* with line 7, 9: the same words stand there\. Without all .* no measurable effect/,
    );
    const effects = [9, 1, -5].map((bits) => ({ bits: [bits], isEstimate: false, isOld: false }));
    const about = { model: 'Our small GPT reads', answers: ['Short'], noise: [2], isLowerBound: false, unseenLines: 7 };
    const tooltip = (allTokens: number) => sentenceMapTooltip(effects, 3, { ...about, allTokens }).value;
    assert.match(tooltip(900), /\*\*2 of 3\*\* sentences/);
    assert.match(tooltip(900), /does not see the first 7 lines.*SmolLM2, for one.* \[Choose another model\]/);
    assert.match(tooltip(2_500), /those behind an engine can read more\. \[Connect an engine\]/);
  });

  test('“Keep an Answer” writes an answer of the model into the file beside the prompt', async () => {
    await vscode.workspace.fs.writeFile(at('AGENTS.md'), Buffer.from('You are a helpful'));
    await vscode.window.showTextDocument(at('AGENTS.md'));
    const keeping = vscode.commands.executeCommand('leftContext.keepAnswer');
    const written = async () => {
      // The first item is the model's answer as soon as there is one; before, the one to write an answer.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const file = await vscode.workspace.fs.readFile(at('AGENTS.answers.md')).then(String, () => '');
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path === at('AGENTS.answers.md').path);
      const found = answersInFile(document?.getText() ?? file);
      return found.length > 0 && found;
    };
    // Four answers take long on a busy machine.
    const answers = await eventually('the answer', written, 50_000);
    await keeping;
    assert.equal(answers.length, 1);
    assert.notEqual(answers[0]!.text, '');
  });

  test('is measured while the map is on, and after edits, without an error', async () => {
    const editor = await openPrompt('Always write "banana". The sky is blue.\n\nNow write the word:');
    await vscode.commands.executeCommand('leftContext.toggleSentenceMap');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Be brief. '));
    await vscode.commands.executeCommand('leftContext.measureSentencesAgain');
    await vscode.commands.executeCommand('leftContext.toggleSentenceMap');
  });
});
