import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { samplePrompt } from '../helpers/fixtures';
import { openSharedWindow } from './sharedEditor';
import type { Window } from './window';

suite('in the window', () => {
  let window: Window;
  const requests: string[] = [];

  suiteSetup(async () => {
    window = await openSharedWindow({
      prepare: async (page) => void page.on('request', (request) => requests.push(request.url())),
    });
  });
  /** Takes a picture of the window when a test fails, if LEFT_CONTEXT_SHOT names a file. */
  teardown(async function () {
    const path = process.env['LEFT_CONTEXT_SHOT'];
    if (path && this.currentTest?.state === 'failed') await window.page.screenshot({ path });
  });
  suiteTeardown(() => window.close());

  test('typing brings ghost text, Tab accepts it, and the file holds it', async () => {
    await window.openFile('support-agent.txt');
    const ghost = await window.typeForGhostText('You are a helpful assi');
    assert.match(ghost, /^stant/);
    await window.page.keyboard.press('Tab');
    await window.ghostText.waitFor({ state: 'detached' }).catch(() => undefined);
    await window.saved('support-agent.txt', (text) =>
      text.startsWith(`${samplePrompt('support-agent.txt')}You are a helpful assistant`),
    );
  });

  test('the status bar counts calmly, the light bulb makes the limit strict, and a quick fix trims to it', async () => {
    const { page } = window;
    await window.openFile('research-assistant.md');
    await window.statusItem(/o200k_base \d{3} · BERT 620\/512$/).waitFor();
    await window.statusItem('Ln 50, Col 1').waitFor();
    await window.statusItem('BERT 620/512').click();
    await page.locator('.quick-input-title:has-text("Token Counts")').waitFor();
    await window.statusItem('Ln 50, Col 1').waitFor();
    await page.locator('.quick-input-list .monaco-list-row:has-text("Go to Where BERT Stops Reading")').click();
    await window.statusItem('Ln 41, Col 46').waitFor();
    // The caret arrives before the focus does; a key pressed in between goes to the status bar.
    await page.locator('.monaco-editor.focused').waitFor();
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').count(), 0);
    await window.quickFix('Make the 512 Tokens of BERT a Strict Limit');
    await page.locator('.quick-input-title:has-text("a strict limit")').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-error').first().waitFor();
    await window.quickFix('Trim to 512 tokens');
    await window.decide('Apply');
    await window.statusItem('BERT 620/512').waitFor({ state: 'detached' });
    const [, left] = /BERT (\d+)\/512/.exec(await window.statusItem('BERT').innerText())!;
    assert.ok(Number(left) > 400 && Number(left) <= 512, left);
    const before = samplePrompt('research-assistant.md');
    await window.saved('research-assistant.md', (text) => text.length < before.length && before.startsWith(text));
  });

  test('the surprise map shades the prompt and says on hover what was expected until it is switched off', async () => {
    const { page } = window;
    await window.openFile('SKILL.md');
    const shades = page.locator('.monaco-editor .view-overlays [class*="ced-"]');
    const before = await shades.count();
    // Shading is drawn a moment after the number appears.
    const become = async (areThere: (count: number) => boolean) => {
      for (let attempt = 0; attempt < 100 && !areThere(await shades.count()); attempt++) await page.waitForTimeout(50);
      assert.ok(areThere(await shades.count()), `${await shades.count()} shades, ${before} before`);
    };
    await window.command('Left Context Lenses: Toggle Surprise Map');
    await window.statusItem('bits a word').waitFor();
    await become((count) => count > before);
    await page.locator('.view-line span').filter({ hasText: 'description' }).last().hover();
    // has-text ignores case.
    await page.locator('.monaco-hover:has-text("for SmolLM2")').waitFor();
    const both = page.locator('.monaco-hover:has-text("From both sides, our small BERT gives description")');
    await both.waitFor();
    await window.command('Left Context Lenses: Toggle Surprise Map');
    await window.statusItem('bits a word').waitFor({ state: 'detached' });
    await become((count) => count === before);
  });

  test('words that need what comes later are listed, and each is selected in the text', async () => {
    const { page } = window;
    await window.openFile('SKILL.md');
    await window.command('Left Context Lenses: Find Words That Need What Comes Later');
    await page.locator('.quick-input-title:has-text("Need What Comes Later, in this prompt")').waitFor();
    const first = page.locator('.quick-input-list .monaco-list-row.focused');
    assert.match(await first.innerText(), /1 in [\d,]+ from the left, .+ from both sides/);
    const caret = '[id="status.editor.selection"]';
    await page.locator(`${caret}:has-text("selected")`).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(`${caret}:not(:has-text("selected"))`).waitFor();
  });

  suite('the attention panel', () => {
    let panel: Frame;

    suiteSetup(async () => {
      await window.openFile('code-review.prompt.md');
      panel = await window.attentionPanel();
    });

    const settled = () => panel.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
    const heading = (text: string) => panel.locator(`.row h2:has-text("${text}")`).first().waitFor();
    const pickModel = async (value: string) => {
      await panel.locator(`.controls button[data-value="${value}"]`).click();
      await panel.locator(`.controls button[data-value="${value}"][aria-pressed="true"]`).waitFor();
      await settled();
    };
    const tool = (icon: string) => panel.locator(`.tools vscode-toolbar-button[icon="${icon}"]`);
    /** The weights of the caret's row, as the page's own table lists them. */
    const weights = async () => {
      await panel.locator('.row button[data-value="table"]').first().click();
      const cells = await panel.locator('.weights td').allInnerTexts();
      await panel.locator('.row button[data-value="text"]').first().click();
      return cells.slice(1).map(Number);
    };
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

    test('a clicked token is selected in the editor, and its row lights up', async () => {
      await pickModel('minilm');
      await panel.locator('.token:text-is("severity")').first().click();
      await window.statusItem('(8 selected)').waitFor();
      await heading('severity');
      assert.equal(await panel.locator('.token.focus').innerText(), 'severity');
    });

    test('MiniLM attends both ways, and all weights of a row sum to 1', async () => {
      const row = await weights();
      const focus = (await panel.locator('.token').allInnerTexts()).indexOf('severity');
      assert.ok(Math.abs(sum(row) - 1) < 1e-4);
      assert.ok(sum(row.slice(0, focus)) > 0 && sum(row.slice(focus + 1)) > 0);
    });

    test('SmolLM2 attends to nothing right of the token', async () => {
      await pickModel('smollm2');
      await heading('severity');
      const row = await weights();
      const focus = await panel.locator('.token.focus').evaluate((token) => Number(token.getAttribute('data-unit')));
      assert.ok(Math.abs(sum(row) - 1) < 1e-4);
      assert.equal(sum(row.slice(focus + 1)), 0);
    });

    test('the row follows the caret', async () => {
      await panel.locator('.token:text-is("Mark")').or(panel.locator('.token:text-is("Markdown")')).first().click();
      await heading('Mark');
      await window.page.keyboard.press('ArrowRight');
      await window.page.keyboard.press('Control+ArrowRight');
      await heading('list');
    });

    test('both models are shown side by side over the same words', async () => {
      await pickModel('smollm2+minilm');
      await panel.locator('.row h2:has-text("MiniLM: ")').waitFor();
      assert.equal(await panel.locator('.heatmap').count(), 2);
      await pickModel('minilm');
    });

    test('all layers and heads, and back to one that was clicked', async () => {
      await tool('layout').click();
      await panel.locator('.summaries tbody tr').first().waitFor();
      assert.equal(await panel.locator('.summaries tbody tr').count(), 6 * 12);
      await panel.locator('.summaries .open:text-is("3·2")').click();
      await settled();
      assert.equal(await panel.locator('vscode-single-select.layer .text').innerText(), 'Layer 3');
    });

    test('the editor shades what the caret’s token attends to while that is switched on', async () => {
      const shades = () => window.page.locator('.monaco-editor .view-overlays .cdr[class*="ced-"]').count();
      // The text under the pointer is marked, too.
      await tool('symbol-color').hover();
      await window.page.waitForTimeout(500);
      const before = await shades();
      await tool('symbol-color').click();
      await settled();
      await window.page.waitForTimeout(500);
      assert.ok((await shades()) > before + 2, `${await shades()} after ${before}`);
      await tool('symbol-color').click();
      await window.page.waitForTimeout(500);
      assert.equal(await shades(), before);
    });

    test('new text appears in the map', async () => {
      await window.page.locator('.monaco-editor .view-lines').first().click();
      await window.page.keyboard.press('Control+End');
      await window.page.keyboard.type('zebra ', { delay: 20 });
      await panel.locator('.token:has-text("ra")').first().waitFor();
    });

    test('the map is exported as a table', async () => {
      await window.command('Left Context Lenses: Export Attention…');
      await window.page.locator('.quick-input-list .monaco-list-row:has-text("Table (CSV)")').click();
      const name = window.page.locator('.quick-input-widget input');
      await window.page.waitForFunction(() => {
        const input = document.querySelector<HTMLInputElement>('.quick-input-widget input');
        return input?.value.endsWith('attention.csv');
      });
      await name.press('Enter');
      const csv = await window.written('code-review.prompt-attention.csv');
      const tokens = await panel.locator('.token').count();
      assert.equal(csv.trimEnd().split('\r\n').length, tokens + 1);
    });

    test('the page shows the same map in an editor of its own', async () => {
      await window.command('Left Context Lenses: Open Attention in Editor');
      await window.page.locator('.tab:has-text("Attention")').waitFor();
      const pages = () => window.page.frames().map((frame) => frame.locator('.panel:not(.outdated) .heatmap').first());
      for (let attempt = 0; attempt < 100; attempt++) {
        const seen = await Promise.all(pages().map((map) => map.isVisible().catch(() => false)));
        if (seen.filter(Boolean).length === 2) return;
        await window.page.waitForTimeout(100);
      }
      assert.fail('There are not two pages with a map.');
    });
  });

  test('the window sent no request outside this machine', () => {
    const outside = requests.filter(
      (url) => /^(https?|wss?):/.test(url) && !['127.0.0.1', 'localhost'].includes(new URL(url).hostname),
    );
    assert.deepEqual(
      outside.filter((url) => !url.includes('vscode-resource')),
      [],
    );
  });
});
