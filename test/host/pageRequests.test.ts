import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import type { Inference } from '../../src/contracts/inference';
import type { AttentionSteps, AttentionStepsRequest } from '../../src/contracts/insideRequests';
import type { InsideView } from '../../src/contracts/insidePageMessages';
import { ModelsCrashedError } from '../../src/contracts/modelsCrashedError';
import { AttentionPage } from '../../src/features/attention/attentionPage';
import { InsidePage } from '../../src/features/inside/insidePage';
import { AttentionModels } from '../../src/features/models/modelsInAttentionPanel';
import type { PromptPage } from '../../src/features/shared/registerPagePanel';
import { closeAll, eventually, openPrompt, type } from './editor';
import { FakeSurface } from './fakeSurface';
import { modelsOnOffer } from './modelsOnOffer';

const MAP: AttentionView = {
  models: ['prompt-gpt'],
  part: 'encoder',
  layer: 3,
  head: 'mean',
  words: true,
  hideSinks: false,
  allHeads: false,
  inText: false,
};
const STEPS: InsideView = { topic: 'steps', model: 'prompt-gpt', depth: 0, apart: false, layer: 0, head: 0 };
const NEXT_TOKEN: InsideView = { topic: 'next token', model: 'prompt-gpt', depth: 0, apart: false, layer: 0, head: 0 };
/** Longer than a page waits after an edit. */
const SETTLED_MS = 600;

suite('what the pages request', () => {
  let log: vscode.LogOutputChannel;
  let models: AttentionModels;
  let surface: FakeSurface;
  let page: PromptPage;
  /** How many requests the models got; each makes them crash. */
  let requests: number;

  const crash = () => {
    requests++;
    return Promise.reject(new ModelsCrashedError('The models stopped before they could answer. Try again.'));
  };
  const services = (answers: Partial<Inference> = { attend: crash, nextToken: crash }) => {
    const inference = answers as Inference;
    models = new AttentionModels(inference, modelsOnOffer(), log);
    const { extensionUri } = vscode.extensions.getExtension('left-context.left-context')!;
    return { inference, models, pause: { reason: undefined }, log, extension: extensionUri };
  };
  const actions = { export: () => Promise.resolve(), openInEditor: () => undefined, markUsed: () => undefined };

  setup(async () => {
    log = vscode.window.createOutputChannel('requests', { log: true });
    requests = 0;
    surface = new FakeSurface();
    await openPrompt('# Role\n\nYou are a helpful assistant.');
  });
  teardown(async () => {
    page.dispose();
    models.dispose();
    log.dispose();
    await closeAll();
  });

  const pages = {
    'an attention map': {
      open: () => new AttentionPage(surface, services(), undefined, actions),
      view: MAP,
      other: { ...MAP, layer: 4 },
    },
    'an answer about the inside': {
      open: () => new InsidePage(surface, services(), undefined),
      view: NEXT_TOKEN,
      other: { ...NEXT_TOKEN, model: 'prompt-bert' },
    },
  };
  for (const [what, { open, view, other }] of Object.entries(pages)) {
    test(`${what} that made the models crash is requested again only by the reader`, async () => {
      page = open();
      const offers = () => surface.received.filter(({ canRetry }) => canRetry).length;
      surface.send({ type: 'show', view });
      await eventually('the offer to try again', () => offers() === 1);
      assert.equal(requests, 1, 'it was asked again at once');

      await vscode.commands.executeCommand('cursorTop');
      page.caretMoved();
      await type('Hi ');
      page.refresh();
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      assert.equal(requests, 1, 'it was asked again after a change');

      // A page that is hidden and shown is loaded again, and asks for what it showed.
      surface.show(false);
      surface.show(true);
      surface.send({ type: 'show', view });
      await eventually('the offer to try again, again', () => offers() === 2);
      assert.equal(requests, 1, 'it was asked again after the page was hidden');

      surface.send({ type: 'try again' });
      await eventually('the second request', () => requests === 2);
      await eventually('the third offer', () => offers() === 3);
      surface.send({ type: 'show', view: other });
      await eventually('the request of another view', () => requests === 3);
    });
  }

  test('an export ends with a message when the page is hidden, before or meanwhile, or closed', async () => {
    const attention = new AttentionPage(surface, services(), undefined, actions);
    page = attention;
    const isHidden = { message: /was hidden\. Keep it open, and try again/ };
    const rendering = attention.render('svg', 0);
    surface.show(false);
    await assert.rejects(rendering, isHidden);
    await assert.rejects(attention.render('png', 0), isHidden);
    surface.show(true);
    const closing = attention.render('theme', 0);
    attention.dispose();
    await assert.rejects(closing, isHidden);
  });

  test('a token whose steps were chosen stays, and its prompt, while a caret moves in another editor', async () => {
    const asked: AttentionStepsRequest[] = [];
    const attentionSteps = async (request: AttentionStepsRequest) => {
      asked.push(request);
      return {} as AttentionSteps;
    };
    const inside = new InsidePage(surface, services({ attentionSteps }), undefined);
    page = inside;
    const askedFor = async (message: object, row: number | undefined) => {
      const before = asked.length;
      surface.send(message);
      const { text, row: askedRow } = await eventually('the request', () => asked[before]);
      assert.deepEqual([text, askedRow], [TEXT, row]);
      await eventually('the answer', () => surface.received.filter(({ type }) => type === 'steps').length > before);
    };
    const TEXT = 'Answer in French, in one sentence.';
    const beside = async (language: string, content: string) => {
      const document = await vscode.workspace.openTextDocument({ language, content });
      return vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
    };
    const prompt = await beside('markdown', TEXT);
    await askedFor({ type: 'show', view: STEPS }, undefined);
    await askedFor({ type: 'row', row: 2 }, 2);

    const code = await beside('json', '{ "answer": 42 }');
    code.selection = new vscode.Selection(0, 3, 0, 3);
    page.caretMoved();
    await askedFor({ type: 'show', view: { ...STEPS, layer: 1 } }, 2);

    prompt.selection = new vscode.Selection(0, 6, 0, 6);
    await eventually('the caret', () => prompt.selection.active.character === 6);
    page.caretMoved();
    await askedFor({ type: 'show', view: { ...STEPS, layer: 2 } }, undefined);
  });
});
