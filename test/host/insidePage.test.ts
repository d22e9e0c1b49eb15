import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Inference } from '../../src/contracts/inference';
import { AttentionModels } from '../../src/features/models/attentionModels';
import { InsidePage } from '../../src/features/inside/insidePage';
import { surfaceOfPanel } from '../../src/host/pageSurface';
import { pageRoots } from '../../src/host/webviewHtml';
import { closeAll, eventually, openPrompt } from './editor';
import { modelsOfOurOwn } from './modelsOfOurOwn';

const TEXT = 'The bank of the river was steep. I put the money in the bank.';
/** The page waits less than this after an edit. */
const SETTLED_MS = 1_000;

suite('the page of what is inside a model, with what it asks', () => {
  let log: vscode.LogOutputChannel;
  let models: ReturnType<typeof modelsOfOurOwn>;
  let listed: AttentionModels;
  let panel: vscode.WebviewPanel;
  let page: InsidePage;
  let listening: vscode.Disposable;
  /** The answered questions, in order. */
  let answered: { what: string; text: string }[];
  const rest: { reason: 'told' | undefined } = { reason: undefined };

  /** Notes what was answered. */
  function recording(inference: Inference): Inference {
    const noting =
      <Request extends object, Answer>(what: string, ask: (request: Request, signal: AbortSignal) => Promise<Answer>) =>
      async (request: Request, signal: AbortSignal): Promise<Answer> => {
        const answer = await ask(request, signal);
        const { left = '', text = left } = request as { left?: string; text?: string };
        answered.push({ what, text });
        return answer;
      };
    return {
      ...inference,
      describe: (...request) => inference.describe(...request),
      nextToken: noting('next token', (...request) => inference.nextToken(...request)),
      vectors: noting('vectors', (...request) => inference.vectors(...request)),
      attentionSteps: noting('steps', (...request) => inference.attentionSteps(...request)),
      positionEncodings: noting('positions', (...request) => inference.positionEncodings(...request)),
    };
  }

  setup(async () => {
    answered = [];
    rest.reason = undefined;
    log = vscode.window.createOutputChannel('inside', { log: true });
    models = modelsOfOurOwn(log);
    const inference = recording(models);
    listed = new AttentionModels(inference, log);
    await openPrompt(TEXT);
    const { extensionUri } = vscode.extensions.getExtension('left-context.left-context')!;
    panel = vscode.window.createWebviewPanel('inside', 'Inside', { viewColumn: 2, preserveFocus: true });
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    page = new InsidePage(surfaceOfPanel(panel), inference, listed, rest, log, extensionUri, 'next token');
    listening = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(() => page.caretMoved()),
      vscode.workspace.onDidChangeTextDocument((change) => page.edited(change)),
    );
  });

  teardown(async () => {
    listening.dispose();
    page.dispose();
    panel.dispose();
    listed.dispose();
    models.dispose();
    log.dispose();
    await closeAll();
  });

  const answers = (what: string, text?: string) =>
    eventually(`an answer: ${what} of ${text?.slice(0, 80)}`, () =>
      answered.find((answer) => answer.what === what && (text === undefined || answer.text === text)),
    );
  const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

  test('each topic is answered on the prompt', async () => {
    await answers('next token', TEXT);
    page.turnTo('similarity');
    await answers('vectors', TEXT);
    page.turnTo('steps');
    await answers('steps', TEXT);
    page.turnTo('positions');
    await answers('positions');
  });

  test('what comes next is asked anew for each edit, and where the caret goes', async () => {
    await answers('next token', TEXT);
    await vscode.commands.executeCommand('type', { text: ' A' });
    await answers('next token', `${TEXT} A`);
    await vscode.commands.executeCommand('cursorTop');
    await answers('next token', '');
  });

  test('the words that are compared stay while the caret is among them, and go with the text', async () => {
    page.turnTo('similarity');
    await answers('vectors', TEXT);
    await vscode.commands.executeCommand('cursorWordLeft');
    await settle();
    assert.equal(answered.filter(({ what }) => what === 'vectors').length, 1);
    await vscode.commands.executeCommand('type', { text: 'old ' });
    await eventually('the new text', () => answered.some(({ what, text }) => what === 'vectors' && text !== TEXT));
  });

  test('in a long prompt they are others where the caret leaves them', async () => {
    await openPrompt(`${TEXT} `.repeat(60));
    page.turnTo('similarity');
    const comparisons = () =>
      answered.filter(({ what, text }) => what === 'vectors' && text.length > TEXT.length).length;
    await eventually('the words at the end', () => comparisons() > 0);
    await settle();
    const before = comparisons();
    await vscode.commands.executeCommand('cursorTop');
    await eventually('the words at the top', () => comparisons() === before + 1);
  });

  test('nothing is asked while the models rest', async () => {
    await answers('next token', TEXT);
    rest.reason = 'told';
    const before = answered.length;
    await vscode.commands.executeCommand('type', { text: ' more' });
    await settle();
    assert.equal(answered.length, before);
  });

  test('nor while nobody sees it, but then at once', async () => {
    await answers('next token', TEXT);
    const editor = vscode.window.activeTextEditor!;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'x' }), 2);
    await eventually('the page to be hidden', () => !panel.visible);
    const before = answered.length;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Now. '));
    await settle();
    assert.equal(answered.length, before);
    panel.reveal(2, false);
    await vscode.window.showTextDocument(editor.document, 1);
    await answers('next token', `Now. ${TEXT}`);
  });
});
