import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Inference } from '../../src/contracts/inference';
import { AttentionModels } from '../../src/features/models/modelsInAttentionPanel';
import { InsidePage } from '../../src/features/inside/insidePage';
import { surfaceOfPanel } from '../../src/host/webviewSurface';
import type { ModelPauseReason } from '../../src/host/modelPause';
import { pageRoots } from '../../src/host/webviewHtml';
import { closeAll, eventually, openPrompt } from './editor';
import { modelsOnOffer } from './modelsOnOffer';
import { startSeparateInference } from './separateInference';

const TEXT = 'The bank of the river was steep. I put the money in the bank.';
/** Longer than the page waits after an edit. */
const SETTLED_MS = 1_000;

suite('the requests of the page of a model’s internals', () => {
  let log: vscode.LogOutputChannel;
  let models: ReturnType<typeof startSeparateInference>;
  let offered: AttentionModels;
  let panel: vscode.WebviewPanel;
  let page: InsidePage;
  let listening: vscode.Disposable;
  /** The answered requests, in order. */
  let answered: { kind: string; text: string }[];
  const pause: { reason: ModelPauseReason | undefined } = { reason: undefined };

  /** Records the answered requests. */
  function recording(inference: Inference): Inference {
    const recorded =
      <Request extends object, Answer>(
        kind: string,
        send: (request: Request, signal: AbortSignal) => Promise<Answer>,
      ) =>
      async (request: Request, signal: AbortSignal): Promise<Answer> => {
        const answer = await send(request, signal);
        const { left = '', text = left } = request as { left?: string; text?: string };
        answered.push({ kind, text });
        return answer;
      };
    return {
      ...inference,
      describe: (...request) => inference.describe(...request),
      nextToken: recorded('next token', (...request) => inference.nextToken(...request)),
      vectors: recorded('vectors', (...request) => inference.vectors(...request)),
      attentionSteps: recorded('steps', (...request) => inference.attentionSteps(...request)),
      positionEncodings: recorded('positions', (...request) => inference.positionEncodings(...request)),
    };
  }

  setup(async () => {
    answered = [];
    pause.reason = undefined;
    log = vscode.window.createOutputChannel('inside', { log: true });
    models = startSeparateInference(log);
    const inference = recording(models);
    offered = new AttentionModels(inference, modelsOnOffer(), log);
    await openPrompt(TEXT);
    const { extensionUri } = vscode.extensions.getExtension('left-context.left-context')!;
    panel = vscode.window.createWebviewPanel('inside', 'Inside', { viewColumn: 2, preserveFocus: true });
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    const services = { inference, models: offered, pause, log, extension: extensionUri };
    page = new InsidePage(surfaceOfPanel(panel), services, 'next token');
    listening = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(() => page.caretMoved()),
      vscode.workspace.onDidChangeTextDocument((change) => page.documentChanged(change)),
    );
  });

  teardown(async () => {
    listening.dispose();
    page.dispose();
    panel.dispose();
    offered.dispose();
    models.dispose();
    log.dispose();
    await closeAll();
  });

  const answers = (kind: string, text?: string) =>
    eventually(`an answer: ${kind} of ${text?.slice(0, 80)}`, () =>
      answered.find((answer) => answer.kind === kind && (text === undefined || answer.text === text)),
    );
  const textsWith = (part: string) => answered.map(({ text }) => text).filter((text) => text.includes(part));
  const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

  test('answer each topic on the prompt', async () => {
    await answers('next token', TEXT);
    page.showTopic('similarity');
    await answers('vectors', TEXT);
    page.showTopic('steps');
    await answers('steps', TEXT);
    page.showTopic('positions');
    await answers('positions');
  });

  test('update the next token after an edit or a moved caret', async () => {
    await answers('next token', TEXT);
    await vscode.commands.executeCommand('type', { text: ' A' });
    await answers('next token', `${TEXT} A`);
    await vscode.commands.executeCommand('cursorTop');
    await answers('next token', '');
  });

  test('keep the compared words while the caret is among them, and update them after an edit', async () => {
    page.showTopic('similarity');
    await answers('vectors', TEXT);
    await vscode.commands.executeCommand('cursorWordLeft');
    await settle();
    assert.equal(answered.filter(({ kind }) => kind === 'vectors').length, 1);
    await vscode.commands.executeCommand('type', { text: 'old ' });
    await eventually('the new text', () => answered.some(({ kind, text }) => kind === 'vectors' && text !== TEXT));
  });

  test('update the compared words of a long prompt when the caret leaves them', async () => {
    await openPrompt(`${TEXT} `.repeat(60));
    page.showTopic('similarity');
    const comparisons = () =>
      answered.filter(({ kind, text }) => kind === 'vectors' && text.length > TEXT.length).length;
    await eventually('the words at the end', () => comparisons() > 0);
    await settle();
    const before = comparisons();
    await vscode.commands.executeCommand('cursorTop');
    await eventually('the words at the top', () => comparisons() === before + 1);
  });

  test('stop while the models are paused', async () => {
    await answers('next token', TEXT);
    pause.reason = 'battery';
    await vscode.commands.executeCommand('type', { text: ' more' });
    await settle();
    // On a busy machine, the caret's first place may be answered only now.
    assert.deepEqual(textsWith(' more'), []);
  });

  test('stop while the page is hidden, and resume when it is visible', async () => {
    await answers('next token', TEXT);
    const editor = vscode.window.activeTextEditor!;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'x' }), 2);
    await eventually('the page to be hidden', () => !panel.visible);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Now. '));
    await settle();
    assert.deepEqual(textsWith('Now. '), []);
    panel.reveal(2, false);
    await vscode.window.showTextDocument(editor.document, 1);
    await answers('next token', `Now. ${TEXT}`);
  });
});
