import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { chromium } from '../../scripts/lib/system';
import type { AttentionView } from '../../src/contracts/attentionPageMessages';
import { weightAt } from '../../src/core/attention/attentionMap';
import { displayedMapOf } from '../../src/core/attention/displayedMap';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import { standalonePage } from '../../src/features/attention/exportAsWebPage';
import { root, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';
import { styleOf, TIMEOUT_MS } from './pageWindow';

const { inference } = inferences['in this thread']!();

suite('the stand-alone page', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
  const requests: string[] = [];
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  suiteSetup(async () => {
    browser = await playwright.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  suiteTeardown(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Exports the attention of a view as a page, and opens it from disk. */
  async function open(change: Partial<AttentionView>, text = samplePrompt('support-agent.txt'), windowTokens = 64) {
    const chosen = {
      part: 'encoder' as const,
      layer: 4,
      head: 'mean' as const,
      allHeads: false,
      words: false,
      hideSinks: false,
      inText: false,
    };
    const view: AttentionView = { models: ['prompt-bert', 'prompt-gpt'], ...chosen, ...change };
    const window = { text, focus: 40, windowTokens };
    const selections = view.models.map((model) => ({ model, layer: view.layer, head: view.head }));
    const maps = await inference.attend({ ...window, models: view.models, selections }, unhurried);
    const specs = embeddedModels.filter(({ id }) => view.models.includes(id));
    const snapshot = { ...window, offset: 0, view, title: 'a </script> & "b".md', maps, specs };
    const read = (name: string) => readFileSync(path.join(root, 'dist', 'pages', name), 'utf8');
    const files = {
      style: read('attention.css'),
      icons: read('codicon.css'),
      font: readFileSync(path.join(root, 'dist', 'pages', 'codicon.ttf')),
      scripts: [read('standalone.js'), read('attention.js')],
    };
    const environment = { language: 'en', strings: undefined, theme: styleOf('light') };
    const html = await standalonePage(snapshot, files, environment, inference, unhurried);
    const file = path.join(folder, 'page.html');
    writeFileSync(file, html);
    await page.goto(`file://${file}`);
    await settled();
    return { maps, view };
  }

  const settled = () => page.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
  const pick = async (which: 'layer' | 'head', option: string) => {
    await page.locator(`vscode-single-select.${which}`).click();
    await page.locator(`vscode-single-select.${which} li:has-text("${option}")`).first().click();
    await settled();
  };
  const hover = async (row: number, column: number, size: number) => {
    const box = (await page.locator('.heatmap').first().boundingBox())!;
    const unit = (box.width - 68) / size;
    await page.mouse.move(box.x + 68 + (column + 0.5) * unit, box.y + 62 + (row + 0.5) * unit);
    return page.locator('.readout').first().innerText();
  };

  test('shows the exported map, and every other one without the editor', async () => {
    const { maps, view } = await open({});
    assert.equal(await page.locator('.pane').count(), 2);
    const size = maps[0]!.pieces.length;
    const displayedMap = displayedMapOf({ size, weights: maps[0]!.weights }, maps[0]!, view);
    assert.match(await hover(9, 4, size), new RegExp(`${weightAt(displayedMap.map, 9, 4).toFixed(6)}$`));
    for (const [layer, head] of [
      ['Layer 2', 'Head 3'],
      ['Max of layers', 'Mean of heads'],
      ['Rollout', undefined],
    ] as const) {
      await pick('layer', layer);
      if (head) await pick('head', head);
      const wanted = { 'Layer 2': 1, 'Max of layers': 'max', Rollout: 'rollout' } as const;
      const selections = view.models.map((model) => ({
        model,
        layer: wanted[layer],
        head: head === 'Head 3' ? 2 : ('mean' as const),
      }));
      const window = { text: samplePrompt('support-agent.txt'), focus: 40, windowTokens: 64 };
      const [expected] = await inference.attend({ ...window, models: view.models, selections }, unhurried);
      const weight = /[\d.]+$/.exec(await hover(9, 4, size))![0];
      assert.ok(Math.abs(Number(weight) - expected!.weights[9 * size + 4]!) < 2e-6, `${layer}: ${weight}`);
    }
    await page.locator('.tools vscode-toolbar-button[icon="layout"]').click();
    await settled();
    assert.equal(await page.locator('.summaries tbody tr').count(), 128);
  });

  test('has no buttons that need the editor, and has its icons', async () => {
    await open({ models: ['prompt-gpt'] });
    assert.equal(await page.locator('.tools vscode-toolbar-button').count(), 4);
    const font = await page.evaluate(() => document.fonts.load('16px codicon').then((fonts) => fonts.length));
    assert.equal(font, 1);
    assert.equal(await page.title(), 'a </script> & "b".md');
  });

  test('for 512 tokens it holds only the exported map, and offers no others', async () => {
    const { maps } = await open({ models: ['prompt-gpt'] }, samplePrompt('research-assistant.md'), 512);
    assert.equal(maps[0]!.pieces.length, 512);
    assert.equal(await page.locator('vscode-single-select.layer').isVisible(), false);
    assert.ok(readFileSync(path.join(folder, 'page.html')).length < 4_000_000);
    assert.ok(await page.locator('.heatmap').isVisible());
  });

  test('requests nothing, and has no errors', () => {
    assert.deepEqual(
      requests.filter((url) => !/^(file|data|blob):/.test(url)),
      [],
    );
    assert.deepEqual(problems, []);
  });
});
