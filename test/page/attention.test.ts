import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AttentionPageMessage } from '../../src/contracts/attentionPage';
import { rowOf, weightAt } from '../../src/core/attention/attentionMap';
import { unitAt, type DisplayedMap } from '../../src/core/attention/displayedMap';
import { samplePrompt } from '../helpers/fixtures';
import { Driver } from './driver';

const text = samplePrompt('support-agent.txt');
/** The caret stands behind “closed”. */
const focus = text.indexOf('closed') + 'closed'.length;

suite('the attention page', () => {
  let drive: Driver;

  /** Lightness 0 to 255 of the middle of a cell. */
  const lightnessAt = async (row: number, column: number) => {
    const box = (await drive.$('.heatmap').boundingBox())!;
    const { x, y } = await drive.placeOf(row, column);
    return drive.$('.heatmap').evaluate(
      (canvas, [x, y]) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        const [red, green, blue] = context.getImageData(x! * devicePixelRatio, y! * devicePixelRatio, 1, 1).data;
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      },
      [x - box.x, y - box.y],
    );
  };
  /** The map as it is when all that was asked for is drawn, told by a digest: pictures are long. */
  const painted = async () => {
    await drive.window.settled();
    const picture = await drive.$('.heatmap').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    return createHash('sha256').update(picture).digest('hex');
  };
  /** Waits until the page has posted a message, whatever it posts besides. */
  const posts = async (message: AttentionPageMessage) => {
    const isPosted = () => drive.window.posted.some((posted) => isDeepStrictEqual(posted, message));
    for (let attempt = 0; attempt < 100 && !isPosted(); attempt++) await drive.window.page.waitForTimeout(20);
    assert.ok(isPosted(), JSON.stringify(drive.window.posted));
  };

  suite('a map', () => {
    suiteSetup(async () => {
      drive = await Driver.open(text, { focus });
    });
    suiteTeardown(() => drive.window.close());

    test('stronger weights are further from the background', async () => {
      const { map } = drive.plane();
      const cells = [...map.weights.keys()].sort((a, b) => map.weights[a]! - map.weights[b]!);
      // Not the rows around the caret's, which its mark covers.
      const row = unitAt(drive.plane(), focus);
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
      await drive.hover(20, 11);
      const weight = weightAt(drive.plane().map, 20, 11).toFixed(6);
      assert.equal(await drive.readout(), `“${drive.plane().labels[20]}” → “${drive.plane().labels[11]}” ${weight}`);
    });

    test('the table lists every exact weight of the row, and their sum', async () => {
      await drive.form('table');
      const row = unitAt(drive.plane(), focus);
      assert.match(await drive.$('.row h2').innerText(), /^“closed” looks at$/);
      const [sum, ...cells] = await drive.$('.weights td').allInnerTexts();
      assert.deepEqual(
        cells,
        [...rowOf(drive.plane().map, row)].map((weight) => weight.toFixed(7)),
      );
      assert.ok(Math.abs(Number(sum) - 1) < 1e-5);
      await drive.form('text');
    });

    test('the keyboard walks, jumps and selects in the editor', async () => {
      const { page } = drive.window;
      await drive.$('.heatmap').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+Home');
      assert.match(await drive.readout(), /^“\[CLS\]” → “\[CLS\]”/);
      await page.keyboard.press('PageDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      const [row, column] = [9, drive.plane().map.size - 2];
      assert.match(await drive.readout(), new RegExp(`${weightAt(drive.plane().map, row, column).toFixed(6)}$`));
      await page.keyboard.press('Enter');
      const span = { start: drive.plane().starts[row]!, end: drive.plane().ends[row]! };
      await posts({ type: 'select', span });
      await page.keyboard.press('Escape');
    });

    test('zooming keeps the cell under the pointer, dragging moves the map, 0 shows it whole', async () => {
      const { page } = drive.window;
      const whole = await painted();
      const { x, y } = await drive.placeOf(30, 12);
      await page.mouse.move(x, y);
      const before = await drive.readout();
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      await page.mouse.move(x + 1, y + 1);
      assert.equal(await drive.readout(), before);
      await page.mouse.down();
      await page.mouse.move(x - 60, y - 60, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(x, y);
      assert.notEqual(await drive.readout(), before);
      await drive.$('.heatmap').focus();
      await page.keyboard.press('0');
      await page.mouse.move(5, 5);
      assert.equal(await painted(), whole);
    });

    test('a pressed key zooms as far as eight tokens, with all their labels', async () => {
      await drive.$('.heatmap').focus();
      for (let step = 0; step < 12; step++) await drive.window.page.keyboard.press('+');
      const box = (await drive.$('.heatmap').boundingBox())!;
      await drive.window.page.mouse.move(box.x + 69, box.y + 63);
      const first = await drive.readout();
      await drive.window.page.mouse.move(box.x + box.width - 1, box.y + 63);
      const last = await drive.readout();
      const columnOf = (line: string) => drive.plane().labels.indexOf(/→ “(.*)”/.exec(line)![1]!);
      assert.ok(columnOf(last) - columnOf(first) <= 8, `${first} ${last}`);
      await drive.window.page.keyboard.press('0');
    });

    test('clicking a token in the text selects it, pointing at it marks it in the editor', async () => {
      const token = drive.$('.token').nth(10);
      const span = { start: drive.plane().starts[10]!, end: drive.plane().ends[10]! };
      await token.hover();
      await posts({ type: 'point', span });
      await token.click();
      await posts({ type: 'select', span });
    });

    test('the text is one ARIA row that arrow keys walk, each cell with its weight', async () => {
      await drive.$('.token.focus').focus();
      await drive.window.page.keyboard.press('Home');
      await drive.window.page.keyboard.press('ArrowRight');
      const cell = drive.$('.token:focus');
      const weight = weightAt(drive.plane().map, unitAt(drive.plane(), focus), 1).toFixed(4);
      assert.equal(await cell.getAttribute('aria-label'), `${drive.plane().labels[1]}, ${weight}`);
      assert.equal(await cell.getAttribute('role'), 'gridcell');
    });

    test('lines lead to what is looked at most', async () => {
      await drive.form('lines');
      const colours = await drive.$('.lines').evaluate((canvas: HTMLElement) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
      assert.ok(colours > 1000, 'something is drawn');
      await drive.$('.lines').click({ position: { x: 250, y: 11 } });
      assert.ok(drive.window.posted.slice(-3).some(({ type }) => type === 'select'));
      await drive.form('text');
    });

    test('a caret that moves lights up another row of the same map', async () => {
      const asked = drive.window.posted.filter(({ type }) => type === 'show').length;
      await drive.window.page.mouse.move(5, 5);
      await drive.window.post({ type: 'caret', caret: text.indexOf('customer could') + 'customer'.length });
      await drive.$('.row h2:has-text("customer")').waitFor();
      assert.equal(await drive.$('.token.focus').innerText(), 'customer');
      assert.equal(drive.window.posted.filter(({ type }) => type === 'show').length, asked);
      await drive.window.post({ type: 'caret', caret: focus });
    });

    test('the answer to what was picked before is not shown', async () => {
      const view = { ...drive.host.view!, layer: 0 };
      await drive.window.post({ type: 'maps', view, title: 'old.md', maps: drive.host.maps, caret: focus });
      assert.match(await drive.$('.title').innerText(), /^prompt\.md/);
    });

    test("the editor's pointer lights up a row for a while", async () => {
      const start = text.indexOf('river');
      await drive.window.post({ type: 'point', span: { start, end: start + 1 } });
      await drive.$('.row h2:has-text("river")').waitFor();
      await drive.window.post({ type: 'point', span: undefined });
      await drive.$('.row h2:has-text("closed")').waitFor();
    });

    test('while another text is read, the old map says that it is old', async () => {
      await drive.window.post({ type: 'outdated', isPaused: false });
      assert.match(await drive.$('.title').innerText(), /updating…$/);
      assert.equal(await drive.$('.panes').getAttribute('aria-busy'), 'true');
      await drive.window.post({
        type: 'maps',
        view: drive.host.view!,
        title: 'prompt.md',
        maps: drive.host.maps,
        caret: focus,
      });
      await drive.window.settled();
      assert.doesNotMatch(await drive.$('.title').innerText(), /updating/);
    });

    test('nothing was refused and nothing failed', () => assert.deepEqual(drive.window.problems, []));
  });

  suite('what to show', () => {
    suiteSetup(async () => {
      drive = await Driver.open(text, { focus });
    });
    suiteTeardown(() => drive.window.close());

    test('layers and heads, one or several put together', async () => {
      await drive.pick('layer', 'Layer 2');
      await drive.pick('head', 'Head 7');
      assert.deepEqual([drive.host.view!.layer, drive.host.view!.head], [1, 6]);
      await drive.pick('layer', 'Max of layers');
      await drive.pick('head', 'Max of heads');
      assert.deepEqual([drive.host.view!.layer, drive.host.view!.head], ['max', 'max']);
      await drive.hover(5, 5);
      assert.match(await drive.readout(), new RegExp(`${weightAt(drive.plane().map, 5, 5).toFixed(6)}$`));
      await drive.pick('layer', 'Rollout');
      assert.equal(drive.host.view!.layer, 'rollout');
      await drive.pick('layer', 'Layer 5');
      await drive.pick('head', 'Mean of heads');
    });

    test('sinks are hidden on demand, rows still sum to 1, and the hidden share is told', async () => {
      assert.match(await drive.$('.sink').innerText(), /^Sinks \(\[CLS\], \[SEP\]\) hold \d+\.\d% of all weight\.$/);
      await drive.press('filter');
      assert.ok(!drive.plane().labels.includes('[CLS]'));
      assert.equal(await drive.$('.token').count(), drive.plane().labels.length);
      assert.match(await drive.$('.sink').innerText(), /^Hidden sinks .* hold \d+\.\d% of all weight/);
      assert.match(await drive.readout(), /^Row sum 1\.0000/);
      await drive.press('filter');
    });

    test('words in place of tokens', async () => {
      assert.ok(!drive.plane().labels.includes('refund'));
      await drive.press('whole-word');
      const tokens = await drive.$('.token').allInnerTexts();
      assert.ok(tokens.includes('refund') && tokens.includes('bookshop') === drive.plane().labels.includes('bookshop'));
      assert.match(await drive.readout(), /^Row sum 1\.0000/);
      await drive.press('whole-word');
    });

    test('all heads: a click on a picture opens it', async () => {
      await drive.press('layout');
      await drive.$('.heads').waitFor();
      assert.equal(await drive.$('.heatmap').isVisible(), false);
      assert.equal(await drive.$('.row').isVisible(), false);
      const box = (await drive.$('.heads').boundingBox())!;
      const step = Math.floor((box.width - 18) / 8);
      await drive.$('.heads').hover({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      assert.match(await drive.readout(), /^Layer 2, head 3: \d/);
      await drive.$('.heads').click({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      await drive.window.settled();
      assert.deepEqual([drive.host.view!.layer, drive.host.view!.head, drive.host.view!.allHeads], [1, 2, false]);
      assert.ok(await drive.$('.heatmap').isVisible());
    });

    test('all heads of another model are old until they are there', async () => {
      await drive.press('layout');
      const before = await drive.$('.summaries tbody tr').first().innerText();
      await drive.pickModel('prompt-gpt');
      assert.notEqual(await drive.$('.summaries tbody tr').first().innerText(), before);
      await drive.window.post({
        type: 'maps',
        view: drive.host.view!,
        title: 'x',
        maps: drive.host.maps.map((map) => ({ ...map })),
        caret: 0,
      });
      await drive.$('.panel.outdated').waitFor();
      await drive.press('layout');
      await drive.pickModel('prompt-bert');
    });

    test('all heads: the table sorts by what heads do, and opens one', async () => {
      await drive.press('layout');
      const column = async (index: number) => {
        const cells = await drive.$(`.summaries tbody tr td:nth-of-type(${index})`).allInnerTexts();
        return cells.map((cell) => parseFloat(cell));
      };
      assert.equal((await column(1)).length, 64);
      await drive.$('.summaries th button').nth(3).click();
      const previous = await column(3);
      assert.deepEqual(
        previous,
        previous.toSorted((a, b) => b - a),
      );
      assert.ok(previous[0]! > 60, 'some head looks at the token before');
      assert.equal(await drive.$('.summaries th').nth(3).getAttribute('aria-sort'), 'descending');
      await drive.$('.summaries .open').first().click();
      await drive.window.settled();
      assert.equal(drive.host.view!.allHeads, false);
    });

    test('side by side: both models over the same words, pinned to each other', async () => {
      await drive.pickModel('prompt-bert+prompt-gpt');
      const [bert, gpt] = [drive.plane(0), drive.plane(1)];
      const first = (plane: DisplayedMap) => plane.starts.find((start) => start >= 0)!;
      assert.ok(Math.abs(first(bert) - first(gpt)) <= 1);
      const row = unitAt(bert, text.indexOf('river') + 3);
      await drive.hover(row, 5, 0);
      assert.match(await drive.$('.row h2').nth(0).innerText(), /^BERT: “river” looks at$/);
      assert.match(await drive.$('.row h2').nth(1).innerText(), /^GPT: “.*r.*” looks at$/);
      const { weights, size } = gpt.map;
      for (let cell = 0; cell < weights.length; cell++)
        if (cell % size > Math.floor(cell / size)) assert.equal(weights[cell], 0);
      await drive.pickModel('prompt-bert');
    });

    test('nothing was refused and nothing failed', () => assert.deepEqual(drive.window.problems, []));
  });
});
