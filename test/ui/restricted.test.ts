import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { inferenceProcesses } from '../helpers/inferenceProcesses';
import { logIn, logged } from './ourLog';
import { Window } from './window';

const FOLDER = '/no-such-place/hostile-model';
/** Half of the cores, as the settings have it by default, and what the workspace wants. */
const USUAL_THREADS = Math.max(1, availableParallelism() >> 1);
const THREADS = USUAL_THREADS + 40;

/** What a workspace that means ill writes into its settings. */
function hostile(endpoint: string): object {
  const models = {
    'leftContext.completion.model': FOLDER,
    'leftContext.budget.model': FOLDER,
    'leftContext.budget.counters': [{ model: FOLDER, limit: 10 }],
    'leftContext.attention.models': [FOLDER],
    'leftContext.rewrite.model': FOLDER,
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
    window = await Window.open({ trust: 'ask', files });
  });
  suiteTeardown(async () => {
    await window.close();
    listener.close();
  });
  /** LEFT_CONTEXT_SHOT names a picture of the window to take when a test fails. */
  teardown(async function () {
    const path = process.env['LEFT_CONTEXT_SHOT'];
    if (path && this.currentTest?.state === 'failed') await window.page.screenshot({ path });
  });

  test('the embedded models count and write', async () => {
    await window.statusItem('Restricted Mode').waitFor();
    await window.openFile('support-agent.txt');
    await window.statusItem(/BERT 8\d\/512$/).waitFor();
    assert.match(await window.typeForGhostText('You are a helpful assist'), /^ant/);
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

  test('the hub is not the one that the workspace names', async () => {
    await window.command('Left Context: Choose Model…');
    await window.page.locator('.quick-input-title:has-text("Choose a Model For")').waitFor();
    await window.page.locator('.monaco-list-row[aria-label="Ghost Text, GPT"]').waitFor();
    await window.page.keyboard.press('Escape');
    assert.equal(connections, 0);
  });

  test('the models run on as many threads as elsewhere, and the log tells of no such folder', () => {
    const running = inferenceProcesses(window.editor.profile);
    assert.equal(running.length, 1);
    assert.equal(running[0]!.askedThreads, USUAL_THREADS);
    // Node has about a dozen of its own.
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

  test('once the workspace is trusted, the folder that it names is asked for, and its hub and threads are not', async () => {
    const { page } = window;
    await window.command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor .monaco-button:has-text("Trust")').first().click();
    await window.statusItem('Restricted Mode').waitFor({ state: 'detached' });
    await logged(window.editor.profile, `Tokens not counted: ${FOLDER} is no model folder`);
    // The editor in which trust is given lies above the others, until one clicks beside it.
    await page.locator('.monaco-modal-editor-block').click({ position: { x: 5, y: 400 } });
    await page.locator('.workspace-trust-editor').waitFor({ state: 'detached' });
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nYou are', { delay: 40 });
    await logged(window.editor.profile, `No ghost text: ${FOLDER} is no model folder`);
    await window.command('Left Context: Why Is There No Suggestion?');
    await page.locator(`.notification-list-item-message:has-text("${FOLDER} is no model folder")`).first().waitFor();
    assert.equal(connections, 0);
  });
});
