import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { rowOf, weightAt } from '../../src/core/attention';
import { planeOf, unitAt, type Plane } from '../../src/core/attentionPlane';
import { samplePrompt } from '../helpers/fixtures';
import { inferences } from '../helpers/inferences';
import { AttentionHost } from './attentionHost';
import { AttentionWindow } from './attentionWindow';

const text = samplePrompt('support-agent.txt');
/** The caret stands behind “closed”. */
const focus = text.indexOf('closed') + 'closed'.length;
const { inference } = inferences['in this thread']!();

suite('the attention page', () => {
  let host: AttentionHost;
  let window: AttentionWindow;

  /** Opens the page and waits for its first map. */
  async function open(options: Parameters<typeof AttentionWindow.open>[1] = {}): Promise<void> {
    host = new AttentionHost(inference, text, { focus });
    window = await AttentionWindow.open(host.receive, options);
    await settled();
  }

  const settled = () => window.settled();
  const $ = (selector: string): Locator => window.page.locator(selector);
  const tool = (icon: string) => $(`.tools vscode-toolbar-button[icon="${icon}"]`);
  const readout = (index = 0) => $('.readout').nth(index).innerText();
  const plane = (index = 0): Plane => {
    const map = host.maps[index]!;
    return planeOf({ size: map.pieces.length, weights: map.weights }, map, host.view!);
  };
  const pickModel = async (value: string) => {
    await $(`.controls .segmented button[data-value="${value}"]`).click();
    await settled();
  };
  const press = async (icon: string) => {
    await tool(icon).click();
    await settled();
  };
  /** Picks from one of vscode-elements' selects, by its visible text. */
  const pick = async (which: 'layer' | 'head', option: string) => {
    await $(`vscode-single-select.${which}`).click();
    await $(`vscode-single-select.${which} li:has-text("${option}")`).first().click();
    await settled();
  };
  /** Where the middle of a cell is on the page, with the whole map in view. */
  const placeOf = async (row: number, column: number, index = 0) => {
    const box = (await $('.heatmap').nth(index).boundingBox())!;
    const [left, top] = [68, 62];
    const unit = (box.width - left) / plane(index).map.size;
    return { x: box.x + left + (column + 0.5) * unit, y: box.y + top + (row + 0.5) * unit };
  };
  const hover = async (row: number, column: number, index = 0) => {
    const { x, y } = await placeOf(row, column, index);
    await window.page.mouse.move(x, y);
  };
  /** Lightness 0 to 255 of the middle of a cell. */
  const lightnessAt = async (row: number, column: number) => {
    const box = (await $('.heatmap').boundingBox())!;
    const { x, y } = await placeOf(row, column);
    return $('.heatmap').evaluate(
      (canvas, [x, y]) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        const [red, green, blue] = context.getImageData(x! * devicePixelRatio, y! * devicePixelRatio, 1, 1).data;
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      },
      [x - box.x, y - box.y],
    );
  };
  const painted = () => $('.heatmap').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  suite('a map', () => {
    suiteSetup(() => open());
    suiteTeardown(() => window.close());

    test('stronger weights are further from the background', async () => {
      const { map } = plane();
      const cells = [...map.weights.keys()].sort((a, b) => map.weights[a]! - map.weights[b]!);
      // Not the rows around the caret's, which its mark covers.
      const row = unitAt(plane(), focus);
      const free = cells.filter((cell) => Math.abs(Math.floor(cell / map.size) - row) > 1);
      const picked = [0.02, 0.5, 0.9, 0.99].map((share) => free[Math.floor(share * free.length)]!);
      const lightness: number[] = [];
      for (const cell of picked) lightness.push(await lightnessAt(Math.floor(cell / map.size), cell % map.size));
      assert.deepEqual(
        lightness,
        lightness.toSorted((a, b) => a - b),
        'the dark theme shows strong weights light',
      );
      assert.ok(lightness.at(-1)! - lightness[0]! > 60, String(lightness));
    });

    test('pointing names both tokens and the exact weight', async () => {
      await hover(20, 11);
      const weight = weightAt(plane().map, 20, 11).toFixed(6);
      assert.equal(await readout(), `“${plane().labels[20]}” → “${plane().labels[11]}” ${weight}`);
    });

    test('the table lists every exact weight of the row, and their sum', async () => {
      await $('.row .segmented button[data-value="table"]').click();
      const row = unitAt(plane(), focus);
      assert.match(await $('.row h2').innerText(), /^“closed” looks at$/);
      const [sum, ...cells] = await $('.weights td').allInnerTexts();
      assert.deepEqual(
        cells,
        [...rowOf(plane().map, row)].map((weight) => weight.toFixed(7)),
      );
      assert.ok(Math.abs(Number(sum) - 1) < 1e-5);
      await $('.row .segmented button[data-value="text"]').click();
    });

    test('the keyboard walks, jumps and selects in the editor', async () => {
      const { page } = window;
      await $('.heatmap').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+Home');
      assert.match(await readout(), /^“\[CLS\]” → “\[CLS\]”/);
      await page.keyboard.press('PageDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      const [row, column] = [9, plane().map.size - 2];
      assert.match(await readout(), new RegExp(`${weightAt(plane().map, row, column).toFixed(6)}$`));
      await page.keyboard.press('Enter');
      const span = { start: plane().starts[row]!, end: plane().ends[row]! };
      assert.deepEqual(window.posted.at(-1), { type: 'select', span });
      await page.keyboard.press('Escape');
    });

    test('zooming keeps the cell under the pointer, dragging moves the map, 0 shows it whole', async () => {
      const { page } = window;
      const whole = await painted();
      const { x, y } = await placeOf(30, 12);
      await page.mouse.move(x, y);
      const before = await readout();
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      await page.mouse.move(x + 1, y + 1);
      assert.equal(await readout(), before);
      await page.mouse.down();
      await page.mouse.move(x - 60, y - 60, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(x, y);
      assert.notEqual(await readout(), before);
      await $('.heatmap').focus();
      await page.keyboard.press('0');
      await page.mouse.move(5, 5);
      await page.waitForTimeout(100);
      assert.equal(await painted(), whole);
    });

    test('a pressed key zooms as far as eight tokens, with all their labels', async () => {
      await $('.heatmap').focus();
      for (let step = 0; step < 12; step++) await window.page.keyboard.press('+');
      const box = (await $('.heatmap').boundingBox())!;
      await window.page.mouse.move(box.x + 69, box.y + 63);
      const first = await readout();
      await window.page.mouse.move(box.x + box.width - 1, box.y + 63);
      const last = await readout();
      const columnOf = (line: string) => plane().labels.indexOf(/→ “(.*)”/.exec(line)![1]!);
      assert.ok(columnOf(last) - columnOf(first) <= 8, `${first} ${last}`);
      await window.page.keyboard.press('0');
    });

    test('clicking a token in the text selects it, pointing at it marks it in the editor', async () => {
      const token = $('.token').nth(10);
      const span = { start: plane().starts[10]!, end: plane().ends[10]! };
      await token.hover();
      await window.page.waitForTimeout(100);
      assert.deepEqual(window.posted.at(-1), { type: 'point', span });
      await token.click();
      assert.ok(window.posted.some((message) => message.type === 'select' && message.span.start === span.start));
    });

    test('the text is one ARIA row that arrow keys walk, each cell with its weight', async () => {
      await $('.token.focus').focus();
      await window.page.keyboard.press('Home');
      await window.page.keyboard.press('ArrowRight');
      const cell = $('.token:focus');
      const weight = weightAt(plane().map, unitAt(plane(), focus), 1).toFixed(4);
      assert.equal(await cell.getAttribute('aria-label'), `${plane().labels[1]}, ${weight}`);
      assert.equal(await cell.getAttribute('role'), 'gridcell');
    });

    test('lines lead to what is looked at most', async () => {
      await $('.row .segmented button[data-value="lines"]').click();
      const colours = await $('.lines').evaluate((canvas: HTMLElement) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
      assert.ok(colours > 1000, 'something is drawn');
      await $('.lines').click({ position: { x: 250, y: 11 } });
      assert.ok(window.posted.slice(-3).some(({ type }) => type === 'select'));
      await $('.row .segmented button[data-value="text"]').click();
    });

    test('a caret that moves lights up another row of the same map', async () => {
      const asked = window.posted.filter(({ type }) => type === 'show').length;
      await window.page.mouse.move(5, 5);
      await window.post({ type: 'caret', caret: text.indexOf('customer could') + 'customer'.length });
      await $('.row h2:has-text("customer")').waitFor();
      assert.equal(await $('.token.focus').innerText(), 'customer');
      assert.equal(window.posted.filter(({ type }) => type === 'show').length, asked);
      await window.post({ type: 'caret', caret: focus });
    });

    test('the answer to what was picked before is not shown', async () => {
      const view = { ...host.view!, layer: 0 };
      await window.post({ type: 'maps', view, title: 'old.md', maps: host.maps, caret: focus });
      assert.match(await $('.title').innerText(), /^prompt\.md/);
    });

    test("the editor's pointer lights up a row for a while", async () => {
      const start = text.indexOf('river');
      await window.post({ type: 'point', span: { start, end: start + 1 } });
      await $('.row h2:has-text("river")').waitFor();
      await window.post({ type: 'point', span: undefined });
      await $('.row h2:has-text("closed")').waitFor();
    });

    test('while another text is read, the old map says that it is old', async () => {
      await window.post({ type: 'outdated' });
      assert.match(await $('.title').innerText(), /updating…$/);
      assert.equal(await $('.panes').getAttribute('aria-busy'), 'true');
      await window.post({ type: 'maps', view: host.view!, title: 'prompt.md', maps: host.maps, caret: focus });
      await settled();
      assert.doesNotMatch(await $('.title').innerText(), /updating/);
    });

    test('nothing was refused and nothing failed', () => assert.deepEqual(window.problems, []));
  });

  suite('what to show', () => {
    suiteSetup(() => open());
    suiteTeardown(() => window.close());

    test('layers and heads, one or several put together', async () => {
      await pick('layer', 'Layer 2');
      await pick('head', 'Head 7');
      assert.deepEqual([host.view!.layer, host.view!.head], [1, 6]);
      await pick('layer', 'Max of layers');
      await pick('head', 'Max of heads');
      assert.deepEqual([host.view!.layer, host.view!.head], ['max', 'max']);
      await hover(5, 5);
      assert.match(await readout(), new RegExp(`${weightAt(plane().map, 5, 5).toFixed(6)}$`));
      await pick('layer', 'Rollout');
      assert.equal(host.view!.layer, 'rollout');
      await pick('layer', 'Layer 5');
      await pick('head', 'Mean of heads');
    });

    test('sinks are hidden on demand, rows still sum to 1, and the hidden share is told', async () => {
      assert.match(await $('.sink').innerText(), /^Sinks \(\[CLS\], \[SEP\]\) hold \d+\.\d % of all weight\.$/);
      await press('filter');
      assert.ok(!plane().labels.includes('[CLS]'));
      assert.equal(await $('.token').count(), plane().labels.length);
      assert.match(await $('.sink').innerText(), /^Hidden sinks .* hold \d+\.\d % of all weight/);
      assert.match(await readout(), /^Row sum 1\.0000/);
      await press('filter');
    });

    test('words in place of tokens', async () => {
      assert.ok(!plane().labels.includes('refund'));
      await press('whole-word');
      const tokens = await $('.token').allInnerTexts();
      assert.ok(tokens.includes('refund') && tokens.includes('bookshop') === plane().labels.includes('bookshop'));
      assert.match(await readout(), /^Row sum 1\.0000/);
      await press('whole-word');
    });

    test('all heads: a click on a picture opens it', async () => {
      await press('layout');
      await $('.heads').waitFor();
      assert.equal(await $('.heatmap').isVisible(), false);
      assert.equal(await $('.row').isVisible(), false);
      const box = (await $('.heads').boundingBox())!;
      const step = Math.floor((box.width - 18) / 8);
      await $('.heads').hover({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      assert.match(await readout(), /^Layer 2, head 3: \d/);
      await $('.heads').click({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      await settled();
      assert.deepEqual([host.view!.layer, host.view!.head, host.view!.allHeads], [1, 2, false]);
      assert.ok(await $('.heatmap').isVisible());
    });

    test('all heads of another model are old until they are there', async () => {
      await press('layout');
      const before = await $('.summaries tbody tr').first().innerText();
      await pickModel('prompt-gpt');
      assert.notEqual(await $('.summaries tbody tr').first().innerText(), before);
      await window.post({
        type: 'maps',
        view: host.view!,
        title: 'x',
        maps: host.maps.map((map) => ({ ...map })),
        caret: 0,
      });
      await $('.panel.outdated').waitFor();
      await press('layout');
      await pickModel('prompt-bert');
    });

    test('all heads: the table sorts by what heads do, and opens one', async () => {
      await press('layout');
      const column = async (index: number) => {
        const cells = await $(`.summaries tbody tr td:nth-of-type(${index})`).allInnerTexts();
        return cells.map((cell) => parseFloat(cell));
      };
      assert.equal((await column(1)).length, 64);
      await $('.summaries th button').nth(3).click();
      const previous = await column(3);
      assert.deepEqual(
        previous,
        previous.toSorted((a, b) => b - a),
      );
      assert.ok(previous[0]! > 60, 'some head looks at the token before');
      assert.equal(await $('.summaries th').nth(3).getAttribute('aria-sort'), 'descending');
      await $('.summaries .open').first().click();
      await settled();
      assert.equal(host.view!.allHeads, false);
    });

    test('side by side: both models over the same words, pinned to each other', async () => {
      await pickModel('prompt-bert+prompt-gpt');
      const [bert, gpt] = [plane(0), plane(1)];
      const first = (plane: Plane) => plane.starts.find((start) => start >= 0)!;
      assert.ok(Math.abs(first(bert) - first(gpt)) <= 1);
      const row = unitAt(bert, text.indexOf('river') + 3);
      await hover(row, 5, 0);
      assert.match(await $('.row h2').nth(0).innerText(), /^BERT: “river” looks at$/);
      assert.match(await $('.row h2').nth(1).innerText(), /^GPT: “.*r.*” looks at$/);
      const { weights, size } = gpt.map;
      for (let cell = 0; cell < weights.length; cell++)
        if (cell % size > Math.floor(cell / size)) assert.equal(weights[cell], 0);
      await pickModel('prompt-bert');
    });

    test('nothing was refused and nothing failed', () => assert.deepEqual(window.problems, []));
  });

  test('what was chosen is there again after the page was hidden or moved', async () => {
    await open();
    await pickModel('prompt-gpt');
    await pick('layer', 'Layer 8');
    await press('whole-word');
    await $('.row .segmented button[data-value="lines"]').click();
    const state = await window.kept();
    await window.close();
    await open({ state });
    assert.deepEqual([host.view!.models, host.view!.layer, host.view!.words], [['prompt-gpt'], 7, true]);
    assert.ok(await $('.lines').isVisible());
    await window.close();
  });

  test('a state that makes no sense gives way to the usual view', async () => {
    await open({ state: { view: { models: ['gone', 5], layer: 99, head: -1, words: 'yes' }, form: 'poem' } });
    assert.deepEqual(
      [host.view!.models, host.view!.layer, host.view!.head, host.view!.words],
      [['prompt-bert'], 4, 'mean', false],
    );
    await window.close();
  });

  test('a prompt of sinks alone says so', async () => {
    host = new AttentionHost(inference, 'a');
    const view = { models: ['prompt-gpt'], hideSinks: true };
    window = await AttentionWindow.open(host.receive, { state: { view } });
    await settled();
    assert.match(await readout(), /nothing here but sinks/);
    await press('filter');
    assert.ok(await $('.heatmap').isVisible());
    assert.deepEqual(window.problems, []);
    await window.close();
  });

  test('text is never taken for HTML', async () => {
    const hostile = 'Say <img src=x onerror="document.title=1"> and <script>document.title=2</script> & "quote".';
    host = new AttentionHost(inference, hostile);
    window = await AttentionWindow.open(host.receive);
    await settled();
    await press('whole-word');
    assert.equal(await $('img, .panel script').count(), 0);
    assert.equal(await window.page.title(), 'Attention');
    assert.deepEqual(window.problems, []);
    await window.close();
  });

  test('strings come from the translations that the editor has', async () => {
    const strings = { 'Words instead of tokens': 'Wörter statt Token', 'Layer {0}': 'Schicht {0}' };
    host = new AttentionHost(inference, text, { focus, strings });
    window = await AttentionWindow.open(host.receive);
    await settled();
    assert.equal(await tool('whole-word').getAttribute('title'), 'Wörter statt Token');
    assert.equal(await $('vscode-single-select.layer .text').innerText(), 'Schicht 5');
    await window.close();
  });

  test('512 tokens of both models, in a side bar', async () => {
    const long = samplePrompt('research-assistant.md');
    host = new AttentionHost(inference, long, { focus: 400, windowTokens: 512 });
    window = await AttentionWindow.open(host.receive, { width: 300 });
    await settled();
    assert.equal(host.maps[0]!.pieces.length, 512);
    await pickModel('prompt-bert+prompt-gpt');
    await hover(200, 100, 1);
    assert.match(await readout(1), new RegExp(`${weightAt(plane(1).map, 200, 100).toFixed(6)}|→`));
    assert.deepEqual(window.problems, []);
    await window.close();
  });
});
