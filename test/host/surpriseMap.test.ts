import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { summarizeSurprise } from '../../src/core/expectation/meanSurprisePerWord';
import { edgesOfMeasuredPart } from '../../src/features/expectation/edgesOfMeasuredPart';
import { surpriseHover } from '../../src/features/expectation/surpriseHover';
import { surpriseTooltip } from '../../src/features/expectation/surpriseTooltip';
import { closeAll, eventually, extension, openPrompt, settingForSuite, type } from './editor';
import { startSeparateInference } from './separateInference';

const LINES = ['# Role', '', 'You are a helpful zeppelin.', 'Answer in one sentence, and 😀 be brief.', ''];

suite('surprise map', () => {
  let log: vscode.LogOutputChannel;

  // The model that a process beside the extension's own has, too.
  settingForSuite('completion.model', 'prompt-gpt');
  suiteSetup(async () => {
    await extension();
    log = vscode.window.createOutputChannel('Surprise', { log: true });
  });
  teardown(async () => {
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    await closeAll();
  });
  suiteTeardown(() => log.dispose());

  /** Runs the command until it moves the caret to a word that `accepts` allows: until the current text is measured. */
  const nextWord = (editor: vscode.TextEditor, accepts: (word: string) => boolean) =>
    eventually('the word', async () => {
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const range = editor.document.getWordRangeAtPosition(editor.selection.active);
      const word = range && editor.document.getText(range);
      return word !== undefined && range!.start.isEqual(editor.selection.active) && accepts(word) && word;
    });

  for (const [name, lineEnd] of Object.entries({ LF: '\n', CRLF: '\r\n' })) {
    test(`goes to the most surprising words in turn, in a text with ${name}`, async () => {
      const content = LINES.join(lineEnd);
      const editor = await openPrompt(content);
      assert.equal(editor.document.getText(), content);
      await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
      const models = startSeparateInference(log);
      const text = LINES.join('\n');
      const request = { model: 'prompt-gpt', text, focus: text.length };
      const surprise = await models.surprise(request, new AbortController().signal);
      models.dispose();
      const [first, second] = summarizeSurprise(text, surprise, 2).mostSurprising.map(({ start, end }) =>
        text.slice(start, end),
      );
      await nextWord(editor, (word) => word === first);
      await vscode.commands.executeCommand('leftContext.goToSurprise');
      const { document, selection } = editor;
      assert.equal(document.getText(document.getWordRangeAtPosition(selection.active)), second);
    });
  }

  test('shows where the measured part begins and ends, unless these are the edges of the text', async () => {
    const { document } = await openPrompt(['one', 'two', 'three', 'four', 'five'].join('\n'));
    const shown = (range: vscode.Range) => {
      const [unmeasured, notes] = edgesOfMeasuredPart(document, new vscode.Range(0, 0, 4, 4), range);
      const texts = unmeasured.map((edge) => document.getText(edge.range).split('\n').join(' '));
      return [...texts, ...notes.map((note) => `${note.range.start.line}: ${note.renderOptions?.after?.contentText}`)];
    };
    assert.deepEqual(shown(new vscode.Range(1, 2, 3, 4)), [
      'one tw',
      ' five',
      '1: surprise is measured from here',
      '3: surprise is measured up to here',
    ]);
    assert.deepEqual(shown(new vscode.Range(0, 0, 3, 4)), [' five', '3: surprise is measured up to here']);
    assert.deepEqual(shown(new vscode.Range(0, 0, 4, 4)), []);
  });

  test('hovers say in a sentence what was expected', () => {
    const expected = { bits: 19, others: [' assistant', ' person', '\n', ' guide'], isExpected: false };
    assert.equal(
      surpriseHover('SmolLM2', 'zeppelin', expected).value,
      '**zeppelin** had a chance of 1 in 520,000 for SmolLM2, which reads only what comes before and rather expected ' +
        'something that begins with “assistant”, “person” or “⏎”.',
    );
    assert.match(surpriseHover('SmolLM2', 'zeppelin', { ...expected, others: [] }).value, /what comes before\.$/);
    const likeliest = surpriseHover('SmolLM2', 'assistant', { ...expected, bits: 0.5, isExpected: true }).value;
    assert.equal(likeliest, '**assistant** continues as SmolLM2 expected: 71%.');
  });

  test('the tooltip names the lines that were measured, unless these are all, and where the model runs', () => {
    const gpt = { label: 'GPT', elsewhere: undefined, contextLength: 512 };
    const part = surpriseTooltip(gpt, 7, [], 'lines 3 to 47').value;
    assert.match(part, /Measured: lines 3 to 47, around the caret\./);
    assert.match(part, /The model runs on this machine;/);
    const whole = surpriseTooltip({ ...gpt, elsewhere: 'http://desk:8000' }, 7, [], undefined).value;
    assert.doesNotMatch(whole, /Measured/);
    assert.match(whole, /The model runs on http:\/\/desk:8000;/);
  });

  test('follows the text as it is typed', async () => {
    const editor = await openPrompt('You are a helpful assistant. ');
    await vscode.commands.executeCommand('leftContext.toggleSurpriseMap');
    await nextWord(editor, () => true);
    await vscode.commands.executeCommand('cursorBottom');
    await type('Xylophones ');
    await nextWord(editor, (word) => word === 'Xylophones');
  });
});
