import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { samplePrompt } from '../helpers/fixtures';
import { Window } from './window';

suite('in the window', () => {
  let window: Window;
  const requests: string[] = [];

  suiteSetup(async () => {
    window = await Window.open({}, async (page) => {
      page.on('request', (request) => requests.push(request.url()));
    });
  });
  suiteTeardown(async () => {
    if (process.env['LEFT_CONTEXT_SHOT']) await window.page.screenshot({ path: process.env['LEFT_CONTEXT_SHOT'] });
    await window.close();
  });

  test('typing brings ghost text, Tab accepts it, and the file holds it', async () => {
    await window.openFile('support-agent.txt');
    await window.page.keyboard.type('You are a helpful assist', { delay: 40 });
    await window.ghostText.waitFor({ timeout: 20_000 });
    const ghost = await window.ghostText.innerText();
    assert.match(ghost, /^ant/);
    await window.page.keyboard.press('Tab');
    await window.ghostText.waitFor({ state: 'detached' }).catch(() => undefined);
    await window.saved('support-agent.txt', (text) =>
      text.startsWith(`${samplePrompt('support-agent.txt')}You are a helpful assistant`),
    );
  });

  test('the status bar counts, and the quick fix trims to the limit', async () => {
    await window.openFile('research-assistant.md');
    await window.statusItem('BERT 620/512').waitFor();
    await window.statusItem('BERT 620/512').click();
    await window.statusItem('Ln 41, Col 46').waitFor();
    // The caret arrives before the focus does; a key pressed in between goes to the status bar.
    await window.page.locator('.monaco-editor.focused').waitFor();
    await window.quickFix('Trim to 512 tokens');
    await window.answer('Apply');
    await window.statusItem('BERT 512/512').waitFor();
    const before = samplePrompt('research-assistant.md');
    await window.saved('research-assistant.md', (text) => text.length < before.length && before.startsWith(text));
  });

  suite('the attention panel', () => {
    let panel: Frame;

    suiteSetup(async () => {
      await window.openFile('code-review.prompt.md');
      panel = await window.attentionPanel();
      await panel.locator('summary').click();
    });

    /** Weights of every row as the page itself lists them, reached by keyboard. */
    async function readMap(): Promise<number[][]> {
      await panel.locator('.map:not(.outdated)').waitFor();
      await panel.locator('.heatmap').focus();
      await panel.locator('.heatmap').press('ArrowUp');
      const size = await panel.locator('.token').count();
      for (let step = 0; step < size; step++) await panel.locator('.heatmap').press('ArrowUp');
      const rows: number[][] = [];
      for (let row = 0; row < size; row++) {
        const cells = await panel.locator('td').allInnerTexts();
        rows.push(cells.slice(0, size).map(Number));
        await panel.locator('.heatmap').press('ArrowDown');
      }
      return rows;
    }

    const sums = (rows: number[][]) => rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));

    test("BERT's rows sum to 1 and look both ways", async () => {
      const rows = await readMap();
      assert.equal(rows.length, 64);
      for (const sum of sums(rows)) assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
      assert.ok(rows[5]!.slice(6).some((weight) => weight > 0));
    });

    test("GPT's rows sum to 1 and its upper triangle is empty", async () => {
      await panel.locator('[data-model="prompt-gpt"]').click();
      await panel.locator('[data-model="prompt-gpt"][aria-pressed="true"]').waitFor();
      const rows = await readMap();
      for (const sum of sums(rows)) assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
      rows.forEach((row, index) => assert.ok(row.slice(index + 1).every((weight) => weight === 0)));
    });

    test('another layer and one head show another map', async () => {
      const pixels = () => panel.locator('.heatmap').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      const before = await pixels();
      await panel.locator('select[aria-label=Layer]').selectOption('0');
      await panel.locator('select[aria-label=Head]').selectOption('2');
      await panel.locator('.title:has-text("layer 1, head 3")').waitFor();
      await panel.locator('.map:not(.outdated)').waitFor();
      assert.notEqual(await pixels(), before);
    });

    test('hovering names both tokens and the weight', async () => {
      await panel.locator('.heatmap').hover({ position: { x: 20, y: 120 } });
      assert.match(await panel.locator('.readout').innerText(), /^“.+” → “.+”\s+0\.\d{4}$/);
    });

    test('a clicked token is selected in the editor', async () => {
      const token = panel.locator('.token:has-text("severity")');
      await token.click();
      await window.statusItem('(9 selected)').or(window.statusItem('(8 selected)')).first().waitFor();
    });

    test('the row of the caret lights up as the caret moves', async () => {
      const heading = panel.locator('h2');
      await panel.locator('.token:has-text("Markdown"), .token:has-text(" Mark")').first().click();
      await panel.locator('h2:has-text("Mark")').waitFor();
      await window.page.keyboard.press('ArrowRight');
      await window.page.keyboard.press('Control+ArrowRight');
      await panel.locator('h2:has-text("list")').waitFor();
      assert.equal(await panel.locator('.token.focus').count(), 1);
      assert.match(await heading.innerText(), /list/);
    });

    test('new text appears in the map', async () => {
      await window.page.keyboard.press('Control+End');
      await window.page.keyboard.type('zebra ', { delay: 20 });
      await panel.locator('.token:has-text("ra")').first().waitFor();
    });
  });

  test('the window asked nobody outside this machine', () => {
    const outside = requests.filter(
      (url) => /^(https?|wss?):/.test(url) && !['127.0.0.1', 'localhost'].includes(new URL(url).hostname),
    );
    assert.deepEqual(
      outside.filter((url) => !url.includes('vscode-resource')),
      [],
    );
  });
});
