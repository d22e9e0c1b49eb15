import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportsFolder } from '../helpers/exports';
import { exportOnHub, withoutGraphs } from '../helpers/exportOnHub';
import { ggufFile } from '../helpers/ggufFile';
import { LoopbackHub } from '../helpers/loopbackHub';
import { tinyLlama } from '../helpers/tinyLlama';
import { choose, pick, use } from './modelChoice';
import { Window } from './window';

/** The exports that the test hub offers under the names of real models. */
const ON_THE_HUB: Readonly<Record<string, string>> = {
  'Xenova/distilgpt2': 'gpt2',
  'Xenova/t5-small': 't5',
  'someone/an-encoder': 'bert',
};

suite('models in the window', () => {
  let hub: LoopbackHub;
  let downloads: string;
  let window: Window;

  suiteSetup(async () => {
    hub = await LoopbackHub.start();
    for (const [id, family] of Object.entries(ON_THE_HUB)) hub.commit(id, exportOnHub(family));
    const graph = { content: Buffer.from('<!DOCTYPE html><title>Moved</title>'), isLarge: true };
    hub.commit('someone/broken', { ...withoutGraphs(exportOnHub('gpt2')), 'onnx/model.onnx': graph });
    downloads = mkdtempSync(path.join(tmpdir(), 'left-context-downloads-'));
    process.env['LEFT_CONTEXT_MODELS'] = downloads;
    window = await Window.open({
      isAlone: true,
      settings: { 'leftContext.hub.endpoint': hub.endpoint, 'leftContext.completion.level': 'eager' },
    });
    await window.openFile('support-agent.txt');
  });
  suiteTeardown(async () => {
    // The servers first: if the window could not be opened, they would keep the process alive.
    await hub.stop();
    await window.close();
    delete process.env['LEFT_CONTEXT_MODELS'];
    rmSync(downloads, { recursive: true, force: true });
  });

  /** Takes a picture of the window when a test fails, if LEFT_CONTEXT_SHOT names a file. */
  teardown(async function () {
    const shot = process.env['LEFT_CONTEXT_SHOT'];
    if (shot && this.currentTest?.state === 'failed') await window.page.screenshot({ path: shot });
  });

  const asked = (part: string) => hub.requests.filter(({ url }) => url.includes(part));

  test('a model of the catalogue is downloaded in the chosen precision, and writes ghost text', async () => {
    assert.deepEqual(hub.requests, []);
    await choose(window, 'Ghost Text', 'distilgpt2');
    await window.page.locator('.quick-input-title:has-text("Download distilgpt2")').waitFor();
    assert.deepEqual(asked('.onnx'), []);
    await pick(window, 'Download distilgpt2', '8 bits');
    await window.page
      .locator('.quick-input-widget input[placeholder*="2 layers × 4 heads"][placeholder*="MB of memory"]')
      .waitFor();
    await use(window, 'distilgpt2', 'Ghost Text');
    await window.message('Used for ghost text now: distilgpt2').waitFor();
    const folder = path.join(downloads, 'Xenova', 'distilgpt2');
    assert.deepEqual(readdirSync(path.join(folder, 'onnx')), ['model_quantized.onnx']);
    assert.ok(existsSync(path.join(folder, 'left-context.json')));
    await window.page.locator('.monaco-editor .view-lines').first().click();
    await window.page.keyboard.press('Control+End');
    // Its weights are random: some texts it would continue with half a word only, which is not shown.
    const texts = ['Write a note', ' about the', ' order and', ' answer', ' politely'];
    assert.notEqual(await window.askForGhostText(texts), '');
    await window.page.keyboard.press('Escape');
  });

  test('an encoder is refused for ghost text before its weights are requested', async () => {
    await choose(window, 'Ghost Text', 'A model by its id');
    await window.page.locator('.quick-input-title:has-text("A Model of")').waitFor();
    await window.page.locator('.quick-input-widget input').fill('someone/an-encoder');
    await window.page.keyboard.press('Enter');
    const refusal = 'has no language-modelling head';
    await window.page.locator(`.notification-toast:has-text("${refusal}")`).waitFor();
    assert.deepEqual(
      asked('an-encoder').filter(({ target }) => target.endsWith('.onnx')),
      [],
    );
    await window.page.keyboard.press('Escape');
  });

  test('a broken model is reported, and the previous one stays in use', async () => {
    await choose(window, 'Ghost Text', 'A model by its id');
    await window.page.locator('.quick-input-title:has-text("A Model of")').waitFor();
    await window.page.locator('.quick-input-widget input').fill('someone/broken');
    await window.page.keyboard.press('Enter');
    await pick(window, 'Download broken', '32 bits');
    await use(window, 'broken', 'Ghost Text');
    await window.page.locator('.notification-toast:has-text("is not an ONNX graph")').waitFor();
    await window.command('Left Context Models: Choose Model…');
    await window.page.locator('.monaco-list-row[aria-label="Ghost Text, distilgpt2"]').waitFor();
    await window.page.keyboard.press('Escape');
  });

  test('a newly chosen T5 rewrites the selection, after a diff', async () => {
    await window.page.locator('.monaco-editor .view-lines').first().click();
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('Shift+End');
    await window.command('Left Context: Rewrite Selection with…');
    const dialog = window.page.locator('.monaco-dialog-box');
    assert.match(await dialog.innerText(), /needs a text-to-text model[^]*t5-small: .*about 81 MB/);
    await dialog.locator('.monaco-button:has-text("Choose a Model")').click();
    await pick(window, 'Choose the Model for rewriting', 't5-small');
    await pick(window, 'Download t5-small', '32 bits');
    await pick(window, 'Rewrite the Selection with t5-small', 'summarize:');
    await window.page.locator('.tab.active:has-text("summarize: t5-small")').waitFor();
    await window.decide('Apply');
    await window.page.locator('.tab:has-text("summarize:")').waitFor({ state: 'detached' });
    await window.page.locator('.tab.active:has-text("support-agent.txt")').waitFor();
    const before = readFileSync(path.join(exportsFolder, '..', 'workspace', 'support-agent.txt'), 'utf8').split('\n');
    await window.saved('support-agent.txt', (text) => {
      const lines = text.split('\n');
      return lines[0] !== before[0] && lines[2] === before[2];
    });
  });

  test('the panel shows the model that was chosen for attention', async () => {
    await window.focusEditor();
    await choose(window, 'Attention', 't5-small');
    await use(window, 't5-small', 'Attention');
    await window.message('Used for attention now: t5-small').waitFor();
    const panel = await window.attentionPanel();
    await panel.locator('.segmented [aria-pressed="true"]:has-text("t5-small")').waitFor();
    await panel.locator('.part').waitFor();
    assert.ok(await window.page.locator('.monaco-editor.focused').isVisible(), 'the focus left the editor');
    await window.page.keyboard.press('Control+Shift+E');
  });

  test('a GGUF file becomes a model once, and a cut one leaves nothing', async () => {
    const gguf = ggufFile(tinyLlama().file);
    const folder = path.join(downloads, 'gguf', 'tiny-llama');
    for (const [name, bytes] of Object.entries({ 'cut llama': gguf.subarray(0, -500), 'tiny llama': gguf })) {
      const file = path.join(downloads, `${name}.gguf`);
      writeFileSync(file, bytes);
      await choose(window, 'Ghost Text', 'A GGUF file');
      await window.page.locator('.quick-input-title:has-text("GGUF File of a Model")').waitFor();
      // First the dialog itself writes the folder of the workspace there.
      await window.page.waitForFunction(() =>
        document.querySelector<HTMLInputElement>('.quick-input-widget input')?.value.endsWith('/prompts/'),
      );
      await window.page.locator('.quick-input-widget input').fill(file);
      await window.page.locator(`.quick-input-list .monaco-list-row:has-text("${name}.gguf")`).waitFor();
      await window.page.keyboard.press('Enter');
      if (bytes === gguf) {
        await use(window, 'tiny-llama', 'Everything');
        await window.message('Used for ghost text, token counts, attention now: tiny-llama').waitFor();
      } else
        await window.page.locator('.notification-toast:has-text("cut llama.gguf cannot be used: it ends")').waitFor();
    }
    assert.deepEqual(readdirSync(path.join(downloads, 'gguf')), ['tiny-llama']);
    assert.ok(existsSync(path.join(folder, 'left-context.json')));
    await window.command('Left Context Models: Remove Model…');
    await pick(window, 'Remove a Model', 'tiny-llama');
    await window.page.locator('.monaco-dialog-box .monaco-button:has-text("Remove")').click();
    await window.message('gguf/tiny-llama is removed').waitFor();
    assert.ok(!existsSync(folder));
  });

  test('a removed model is deleted, and the embedded one writes again', async () => {
    await window.command('Left Context Models: Remove Model…');
    await pick(window, 'Remove a Model', 'distilgpt2');
    await window.page.locator('.monaco-dialog-box .monaco-button:has-text("Remove")').click();
    await window.message('Xenova/distilgpt2 is removed').waitFor();
    assert.ok(!existsSync(path.join(downloads, 'Xenova', 'distilgpt2')));
    await window.command('Left Context Models: Choose Model…');
    await window.page.locator('.monaco-list-row[aria-label="Ghost Text, automatic: our small GPT"]').waitFor();
    await window.page.keyboard.press('Escape');
  });

  test('no token is sent when none is set', () => {
    assert.ok(hub.requests.length > 0);
    assert.ok(hub.requests.every(({ authorization }) => authorization === undefined));
  });
});
