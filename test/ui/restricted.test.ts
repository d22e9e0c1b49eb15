import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { inferenceProcesses } from '../helpers/inferenceProcesses';
import { logIn, logged } from './ourLog';
import { Window } from './window';

const FOLDER = '/no-such-place/hostile-model';
/** The default number of threads, half of the cores, and the number that the workspace asks for. */
const USUAL_THREADS = Math.max(1, availableParallelism() >> 1);
const THREADS = USUAL_THREADS + 40;

/** The settings of a hostile workspace. */
function hostile(endpoint: string): object {
  const models = {
    'leftContext.completion.model': FOLDER,
    'leftContext.budget.model': FOLDER,
    'leftContext.budget.counters': [{ model: FOLDER, limit: 10 }],
    'leftContext.attention.models': [FOLDER],
    'leftContext.rewrite.model': FOLDER,
    'leftContext.engines': [{ name: 'hostile', url: endpoint }],
    'leftContext.engine.ghostText': 'hostile',
    'leftContext.engine.expectation': 'hostile',
    'leftContext.engine.counts': 'hostile',
  };
  const { 'leftContext.budget.model': model, 'leftContext.budget.counters': counters } = models;
  return {
    ...models,
    'leftContext.hub.endpoint': endpoint,
    'leftContext.threads': THREADS,
    '[plaintext]': { 'leftContext.budget.model': model, 'leftContext.budget.counters': counters },
  };
}

suite('in Restricted Mode', () => {
  let window: Window;
  let listener: Server;
  let endpoint: string;
  let connections = 0;

  suiteSetup(async () => {
    listener = createServer((socket) => {
      connections++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    endpoint = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    const files = { '.vscode/settings.json': JSON.stringify(hostile(endpoint)) };
    window = await Window.open({ trust: 'ask', files, isAlone: true });
  });
  suiteTeardown(async () => {
    // First: if the window could not be opened, it would keep the process alive.
    listener.close();
    await window.close();
  });
  /** Takes a picture of the window when a test fails, if LEFT_CONTEXT_SHOT names a file. */
  teardown(async function () {
    const path = process.env['LEFT_CONTEXT_SHOT'];
    if (path && this.currentTest?.state === 'failed') await window.page.screenshot({ path });
  });

  test('the embedded models count and write', async () => {
    await window.statusItem('Restricted Mode').waitFor();
    await window.openFile('support-agent.txt');
    await window.statusItem(/BERT 8\d\/512$/).waitFor();
    assert.match(await window.typeForGhostText('You are a helpful assi'), /^stant/);
    await window.page.keyboard.press('Escape');
  });

  test('the attention panel shows them', async () => {
    const panel = await window.attentionPanel();
    const offered = panel.locator('.controls button[data-value^="prompt-"]');
    assert.deepEqual(
      await offered.evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-value'))),
      ['prompt-bert', 'prompt-gpt', 'prompt-bert+prompt-gpt'],
    );
  });

  test('the workspace cannot name the hub', async () => {
    await window.command('Left Context Models: Choose Model…');
    await window.page.locator('.quick-input-title:has-text("Choose a Model For")').waitFor();
    await window.page.locator('.monaco-list-row[aria-label="Ghost Text, automatic: our small GPT"]').waitFor();
    await window.page.keyboard.press('Escape');
    assert.equal(connections, 0);
  });

  test('the workspace cannot change the number of threads, and the log does not name its folder', () => {
    const running = inferenceProcesses(window.editor.profile);
    assert.equal(running.length, 1);
    assert.equal(running[0]!.askedThreads, USUAL_THREADS);
    // Node itself has about a dozen threads.
    assert.ok(running[0]!.threads < THREADS, `${running[0]!.threads} threads`);
    assert.match(logIn(window.editor.profile), /Inference process \d+ started/);
    assert.doesNotMatch(logIn(window.editor.profile), /hostile|cannot be loaded|\[(?:warning|error)\]/);
  });

  test('a prompt cannot name a folder either', async () => {
    const { page } = window;
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type(`# left-context: model=${FOLDER}`);
    await page.locator('.squiggly-warning, .squiggly-error, .squiggly-info').first().waitFor();
    await window.statusItem(/BERT \d+\/512$/).waitFor();
    assert.doesNotMatch(logIn(window.editor.profile), /hostile/);
  });

  test('in a trusted workspace its model folder is used, and its hub and threads are ignored', async () => {
    const { page } = window;
    await window.command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor .monaco-button:has-text("Trust")').first().click();
    await window.statusItem('Restricted Mode').waitFor({ state: 'detached' });
    await logged(window.editor.profile, `Tokens not counted: ${FOLDER} is not a model folder`);
    // The editor in which one grants trust covers the others until one clicks beside it.
    await page.locator('.monaco-modal-editor-block').click({ position: { x: 5, y: 400 } });
    await page.locator('.workspace-trust-editor').waitFor({ state: 'detached' });
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nYou are', { delay: 40 });
    await logged(window.editor.profile, `takes the place of hostile-model. ${FOLDER} is not a model folder`);
    await window.command('Left Context: Why Is There No Suggestion?');
    await page.locator(`.notification-list-item-message:has-text("${FOLDER} is not a model folder")`).first().waitFor();
    assert.equal(connections, 0);
  });
});
