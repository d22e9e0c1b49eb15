import assert from 'node:assert/strict';
import { CONTINUATION, SmallEngine } from '../helpers/smallEngine';
import { Window } from './window';

const CONNECT = 'Left Context Models: Connect an Engine…';

suite('an engine, in the window', () => {
  let engine: SmallEngine;
  let window: Window;

  suiteSetup(async () => {
    engine = await SmallEngine.start();
    engine.key = 'secret-key';
    window = await Window.open({ isAlone: true });
  });
  suiteTeardown(async () => {
    await engine.stop();
    await window.close();
  });
  /** Takes a picture of the window when a test fails, if LEFT_CONTEXT_SHOT names a file. */
  teardown(async function () {
    const path = process.env['LEFT_CONTEXT_SHOT'];
    if (path && this.currentTest?.state === 'failed') await window.page.screenshot({ path });
  });

  const row = (text: string) => window.page.locator(`.quick-input-list .monaco-list-row:has-text("${text}")`);
  const input = () =>
    window.page.locator('.quick-input-widget input[type=text], .quick-input-widget input[type=password]');
  const title = (text: string) => window.page.locator(`.quick-input-title:has-text("${text}")`);
  const enter = async (text: string) => {
    await input().last().fill(text);
    await window.page.keyboard.press('Enter');
  };
  const dialog = () => window.page.locator('.monaco-dialog-box');
  const suggested = async (text: string) => (await window.typeForGhostText(text)).replaceAll('\u00a0', ' ');
  const item = () => window.page.locator('.statusbar-item[id$="leftContext.engine"]');

  test('is connected by its address, after consent and with its key', async () => {
    await window.openFile('support-agent.txt');
    await window.command(CONNECT);
    await row('Look for engines on this machine').waitFor();
    await row('Enter an address…').click();
    // The list of engines has an input, too, which stays for a moment.
    await window.page.locator('.quick-input-widget input[placeholder="http://localhost:8000"]').waitFor();
    await enter('ftp://localhost');
    await window.page.locator('.quick-input-message:has-text("not with http:// or https://")').waitFor();
    await enter(`${engine.url}/v1`);
    await dialog().locator(`:text("Send the text of your prompts to ${engine.url}?")`).waitFor();
    assert.equal(engine.received.length, 0, 'nothing is asked before');
    await dialog().locator('.monaco-button:has-text("Allow")').click();
    await title(`Key for ${engine.url}`).waitFor();
    await enter('secret-key');
    await title('What Is owner/tiny-1B Used For? (vLLM 0.32.0, reads 2,048 tokens)').waitFor();
    const rows = await window.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    assert.match(
      rows.join('\n'),
      /Ghost text[^]*Surprise, effects[^]*It gives no probabilities[^]*Token counts[^]*Attention[^]*Engines show none/,
    );
    const sent = engine.received.map(({ body }) => body.prompt ?? '');
    assert.ok(
      sent.every((text) => !text.includes('support')),
      'nothing of a prompt is sent before',
    );
    await window.page.keyboard.press('Enter');
    await window.message('is used for: Ghost text, Token counts').waitFor();
  });

  test('writes, counts, and has an item in the status bar that says so', async () => {
    await item().filter({ hasText: 'tiny-1B' }).waitFor();
    await window.focusEditor();
    assert.equal(await suggested('\nYou are a helpful assist'), CONTINUATION.join(''));
    await window.page.keyboard.press('Escape');
    await window.statusItem(/tiny-1B \(vllm\) \d+\/2,048/).waitFor();
    await item().hover();
    await window.page
      .locator('.monaco-hover:has-text("Text leaves the editor, to another program on this machine")')
      .waitFor();
  });

  test('is replaced by the model here while it is gone, which the status bar says', async () => {
    await engine.stop();
    await window.focusEditor();
    assert.notEqual(await suggested('\nAnswer in the lang'), CONTINUATION.join(''));
    await window.page.keyboard.press('Escape');
    await item()
      .filter({ hasText: /fails$/ })
      .waitFor();
    await window.statusItem(/BERT \d+\/512 · tiny-1B \(vllm\) \?/).waitFor();
    assert.equal(await window.page.locator('.notification-toast:has-text("reach")').count(), 0);
    await engine.listen();
  });

  test('is given up by a command, with consent and key', async () => {
    await window.command('Left Context Models: Stop Using the Engine');
    await window.message('All models run on this machine again').waitFor();
    await window.page.locator('.notification-list-item .monaco-button:has-text("Forget Consent and Keys")').click();
    await item().waitFor({ state: 'detached' });
    const before = engine.received.length;
    await window.focusEditor();
    await window.page.keyboard.type('\nBe polite to every custom', { delay: 40 });
    await window.page.waitForTimeout(1_000);
    assert.equal(engine.received.length, before);
  });
});
