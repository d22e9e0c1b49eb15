import assert from 'node:assert/strict';
import { attention, fillWeights, headSurvey } from '../../bench/panel/fixture';
import type { AttentionPageMessage, AttentionView } from '../../src/contracts/attentionPageMessages';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { PageWindow } from './pageWindow';

/** As wide as a side bar is at first. */
const SIDE_BAR = 282;
const TOKENS = 32;
const spec: ModelSpec = { id: 'large', label: 'Large GPT', task: 'causal', contextLength: 1024, layers: 36, heads: 20 };

suite('the attention page with a model of 36 layers and 20 heads', () => {
  let window: PageWindow;
  let view: AttentionView | undefined;

  const answer = async (message: AttentionPageMessage, page: PageWindow) => {
    if (message.type === 'ready')
      await page.post({ type: 'models', models: [spec], environment: 'editor', strings: undefined });
    if (message.type !== 'show') return;
    view = message.view;
    const map = attention(spec, fillWeights(new Float32Array(TOKENS ** 2), spec, 'map'));
    await page.post({ type: 'maps', view, title: 'prompt.md', maps: [map], windowTokens: 64, caret: 5 });
    if (view.allHeads) await page.post({ type: 'surveys', surveys: [headSurvey(spec)] });
  };
  const $ = (selector: string) => window.page.locator(selector);

  suiteSetup(async () => {
    window = await PageWindow.open(answer, { width: SIDE_BAR });
    await window.settled();
    await $('.tools vscode-toolbar-button[icon="layout"]').click();
    await window.settled();
  });
  suiteTeardown(() => window.close());

  test('shows every head in the width of a side bar, and each can be opened', async () => {
    const grid = (await $('.heads').boundingBox())!;
    assert.ok(grid.width <= SIDE_BAR, `${grid.width} pixels wide`);
    const overflow = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels wider than the side bar`);
    const last = (grid.height - 18) / spec.layers;
    await $('.heads').click({ position: { x: 18 + 19.5 * last, y: 18 + 35.5 * last } });
    await window.settled();
    assert.deepEqual([view!.layer, view!.head, view!.allHeads], [35, 19, false]);
    await $('.tools vscode-toolbar-button[icon="layout"]').click();
    await window.settled();
  });

  test('lists what each of the 720 heads does, and sorts them', async () => {
    assert.equal(await $('.summaries tbody tr').count(), 720);
    await $('.summaries th button:has-text("Prev.")').click();
    const shares = (await $('.summaries tbody tr td:nth-of-type(3)').allInnerTexts()).map(parseFloat);
    assert.equal(shares.length, 720);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
    );
    assert.ok(shares[0]! > shares.at(-1)!);
  });

  test('picks any of its layers', async () => {
    await $('.tools vscode-toolbar-button[icon="layout"]').click();
    await window.settled();
    await $('vscode-single-select.layer').click();
    await $('vscode-single-select.layer li:text-is("Layer 36")').click();
    await window.settled();
    assert.equal(view!.layer, 35);
    assert.deepEqual(window.problems, []);
  });
});
