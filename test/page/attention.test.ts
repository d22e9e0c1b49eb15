import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { AttentionPageMessage } from '../../src/contracts/attentionPageMessages';
import { rowOf, weightAt } from '../../src/core/attention/attentionMap';
import { unitAt } from '../../src/core/attention/mapRowsOfCaretAndSelection';
import type { DisplayedMap } from '../../src/core/attention/displayedMap';
import { samplePrompt } from '../helpers/fixtures';
import { Driver } from './driver';

const text = samplePrompt('support-agent.txt');
/** The caret is behind “closed”. */
const focus = text.indexOf('closed') + 'closed'.length;

suite('the attention page', () => {
  let driver: Driver;

  /** Lightness 0 to 255 of the middle of a cell. */
  const lightnessAt = async (row: number, column: number) => {
    const box = (await driver.$('.heatmap').boundingBox())!;
    const { x, y } = await driver.placeOf(row, column);
    return driver.$('.heatmap').evaluate(
      (canvas, [x, y]) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        const [red, green, blue] = context.getImageData(x! * devicePixelRatio, y! * devicePixelRatio, 1, 1).data;
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      },
      [x - box.x, y - box.y],
    );
  };
  /** A digest of the map's picture, once it is drawn. */
  const painted = async () => {
    await driver.window.settled();
    const picture = await driver.$('.heatmap').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    return createHash('sha256').update(picture).digest('hex');
  };
  suite('a map', () => {
    suiteSetup(async () => {
      driver = await Driver.open(text, { focus });
    });
    suiteTeardown(() => driver.window.close());

    test('stronger weights are further from the background', async () => {
      const { map } = driver.displayedMap();
      const cells = [...map.weights.keys()].sort((a, b) => map.weights[a]! - map.weights[b]!);
      // Not the rows around the caret's, which the mark covers.
      const row = unitAt(driver.displayedMap(), focus);
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

    test('pointing at a cell shows both tokens and the exact weight', async () => {
      await driver.hover(20, 11);
      const weight = weightAt(driver.displayedMap().map, 20, 11).toFixed(6);
      assert.equal(
        await driver.readout(),
        `“${driver.displayedMap().labels[20]}” → “${driver.displayedMap().labels[11]}” ${weight}`,
      );
    });

    test('the table lists every exact weight of the row, and their sum', async () => {
      await driver.form('table');
      const row = unitAt(driver.displayedMap(), focus);
      assert.match(await driver.$('.row h2').innerText(), /^“closed” looks at$/);
      const [sum, ...cells] = await driver.$('.weights td').allInnerTexts();
      assert.deepEqual(
        cells,
        [...rowOf(driver.displayedMap().map, row)].map((weight) => weight.toFixed(7)),
      );
      assert.ok(Math.abs(Number(sum) - 1) < 1e-5);
      await driver.form('text');
    });

    test('the keyboard moves, jumps and selects in the editor', async () => {
      const { page } = driver.window;
      await driver.$('.heatmap').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+Home');
      assert.match(await driver.readout(), /^“\[CLS\]” → “\[CLS\]”/);
      await page.keyboard.press('PageDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      const [row, column] = [9, driver.displayedMap().map.size - 2];
      assert.match(
        await driver.readout(),
        new RegExp(`${weightAt(driver.displayedMap().map, row, column).toFixed(6)}$`),
      );
      await page.keyboard.press('Enter');
      const span = { start: driver.displayedMap().starts[row]!, end: driver.displayedMap().ends[row]! };
      await driver.window.waitForPosted({ type: 'select', span });
      await page.keyboard.press('Escape');
    });

    test('zooming keeps the cell under the pointer, dragging moves the map, 0 shows it whole', async () => {
      const { page } = driver.window;
      const whole = await painted();
      const { x, y } = await driver.placeOf(30, 12);
      await page.mouse.move(x, y);
      const before = await driver.readout();
      const unzoomed = await painted();
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      // The browser does not report when it has handled the wheel.
      for (let tries = 0; (await painted()) === unzoomed; tries++) {
        assert.ok(tries < 1_000, 'the wheel zooms the map');
        await page.waitForTimeout(20);
      }
      await page.mouse.move(x + 1, y + 1);
      assert.equal(await driver.readout(), before);
      await page.mouse.down();
      await page.mouse.move(x - 60, y - 60, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(x, y);
      assert.notEqual(await driver.readout(), before);
      await driver.$('.heatmap').focus();
      await page.keyboard.press('0');
      await page.mouse.move(5, 5);
      assert.equal(await painted(), whole);
    });

    test('a key zooms to the pointer over the map, wherever the focus is', async () => {
      const { page } = driver.window;
      await driver.$('.row .segmented button').first().focus();
      const { x, y } = await driver.placeOf(8, 30);
      await page.mouse.move(x, y);
      const before = await driver.readout();
      for (let step = 0; step < 3; step++) await page.keyboard.press('+');
      await driver.window.settled();
      await page.mouse.move(x + 1, y + 1);
      assert.equal(await driver.readout(), before);
      await page.keyboard.press('0');
      await page.mouse.move(5, 5);
      const whole = await painted();
      await page.keyboard.press('+');
      assert.equal(await painted(), whole, 'a key zooms while the pointer is elsewhere');
    });

    test('a button zooms in on the caret’s row', async () => {
      const row = unitAt(driver.displayedMap(), focus);
      for (let step = 0; step < 4; step++) await driver.$('.zoom vscode-toolbar-button').first().click();
      await driver.window.settled();
      const box = (await driver.$('.heatmap').boundingBox())!;
      const { y } = await driver.placeOf(row, 0);
      await driver.window.page.mouse.move(box.x + box.width / 2, y);
      assert.match(await driver.readout(), new RegExp(`^“${driver.displayedMap().labels[row]}” → `));
      await driver.$('.zoom vscode-toolbar-button').last().click();
      await driver.window.page.mouse.move(5, 5);
    });

    test('a key zooms in on eight tokens at most, with all their labels', async () => {
      await driver.$('.heatmap').focus();
      for (let step = 0; step < 12; step++) await driver.window.page.keyboard.press('+');
      const box = (await driver.$('.heatmap').boundingBox())!;
      await driver.window.page.mouse.move(box.x + 69, box.y + 63);
      const first = await driver.readout();
      await driver.window.page.mouse.move(box.x + box.width - 1, box.y + 63);
      const last = await driver.readout();
      const columnOf = (line: string) => driver.displayedMap().labels.indexOf(/→ “(.*)”/.exec(line)![1]!);
      assert.ok(columnOf(last) - columnOf(first) <= 8, `${first} ${last}`);
      await driver.window.page.keyboard.press('0');
    });

    test('a click on a token selects it in the editor, and pointing at it marks it there', async () => {
      const token = driver.$('.token').nth(10);
      const span = { start: driver.displayedMap().starts[10]!, end: driver.displayedMap().ends[10]! };
      await token.hover();
      await driver.window.waitForPosted({ type: 'point', span });
      await token.click();
      await driver.window.waitForPosted({ type: 'select', span });
    });

    test('the text is one ARIA row that arrow keys walk, each cell with its weight', async () => {
      await driver.$('.token.focus').focus();
      await driver.window.page.keyboard.press('Home');
      await driver.window.page.keyboard.press('ArrowRight');
      const cell = driver.$('.token:focus');
      const weight = weightAt(driver.displayedMap().map, unitAt(driver.displayedMap(), focus), 1).toFixed(4);
      assert.equal(await cell.getAttribute('aria-label'), `${driver.displayedMap().labels[1]}, ${weight}`);
      assert.equal(await cell.getAttribute('role'), 'gridcell');
    });

    test('lines lead to the strongest weights', async () => {
      await driver.form('lines');
      await driver.window.settled();
      const drawn = await driver.$('.lines').evaluate((canvas: HTMLElement) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
      assert.ok(drawn > 1000, 'something is drawn');
      const before = [...driver.window.posted];
      await driver.$('.lines').click({ position: { x: 250, y: 11 } });
      await driver.window.waitForMessage(
        (message): message is AttentionPageMessage => !before.includes(message) && message.type === 'select',
      );
      await driver.form('text');
    });

    test('a moved caret marks another row of the same map', async () => {
      const requests = driver.window.posted.filter(({ type }) => type === 'show').length;
      await driver.window.page.mouse.move(5, 5);
      await driver.window.post({ type: 'caret', caret: text.indexOf('customer could') + 'customer'.length });
      await driver.$('.row h2:has-text("customer")').waitFor();
      assert.equal(await driver.$('.token.focus').innerText(), 'customer');
      assert.equal(driver.window.posted.filter(({ type }) => type === 'show').length, requests);
      await driver.window.post({ type: 'caret', caret: focus });
    });

    test('ignores the answer to an earlier view', async () => {
      const view = { ...driver.host.view!, layer: 0 };
      await driver.window.post({ type: 'maps', view, title: 'old.md', maps: driver.host.maps, caret: focus });
      assert.match(await driver.$('.title').innerText(), /^prompt\.md/);
    });

    test("the editor's pointer highlights a row for a while", async () => {
      const start = text.indexOf('river');
      await driver.window.post({ type: 'point', span: { start, end: start + 1 } });
      await driver.$('.row h2:has-text("river")').waitFor();
      await driver.window.post({ type: 'point', span: undefined });
      await driver.$('.row h2:has-text("closed")').waitFor();
    });

    const postMapsAgain = async () => {
      const { view, maps } = driver.host;
      await driver.window.post({ type: 'maps', view: view!, title: 'prompt.md', maps, caret: focus });
      await driver.window.settled();
    };

    test('offers to try again where the host does not do so by itself', async () => {
      await driver.window.post({ type: 'message', text: 'The models crashed.', canRetry: true });
      await driver.$('.notice:has-text("The models crashed.")').waitFor();
      await driver.$('.retry').click();
      await driver.window.waitForPosted({ type: 'try again' });
      assert.equal(await driver.$('.notice').innerText(), 'Reading…');
      await postMapsAgain();
      assert.equal(await driver.$('.notice').isVisible(), false);
    });

    test('says that a map is outdated while another text is read', async () => {
      await driver.window.post({ type: 'outdated', isPaused: false });
      assert.match(await driver.$('.title').innerText(), /updating…$/);
      assert.equal(await driver.$('.panes').getAttribute('aria-busy'), 'true');
      await postMapsAgain();
      assert.doesNotMatch(await driver.$('.title').innerText(), /updating/);
    });

    test('the page had no errors', () => assert.deepEqual(driver.window.problems, []));
  });

  suite('its controls', () => {
    suiteSetup(async () => {
      driver = await Driver.open(text, { focus });
    });
    suiteTeardown(() => driver.window.close());

    test('pick one layer and head, or an aggregate of all', async () => {
      await driver.pick('layer', 'Layer 2');
      await driver.pick('head', 'Head 7');
      assert.deepEqual([driver.host.view!.layer, driver.host.view!.head], [1, 6]);
      await driver.pick('layer', 'Max of layers');
      await driver.pick('head', 'Max of heads');
      assert.deepEqual([driver.host.view!.layer, driver.host.view!.head], ['max', 'max']);
      await driver.hover(5, 5);
      assert.match(await driver.readout(), new RegExp(`${weightAt(driver.displayedMap().map, 5, 5).toFixed(6)}$`));
      await driver.pick('layer', 'Rollout');
      assert.equal(driver.host.view!.layer, 'rollout');
      await driver.pick('layer', 'Layer 5');
      await driver.pick('head', 'Mean of heads');
    });

    test('leave out what is said of rounded weights where they are exact', async () =>
      assert.ok(!(await driver.$('.rounded').isVisible())));

    test('say so when there are no sinks to hide', async () => {
      assert.ok(!(await driver.$('.sink').isVisible()));
      await driver.press('filter');
      assert.match(await driver.$('.sink').innerText(), /^This model rests weight on no sink here\.$/);
      assert.ok(driver.displayedMap().labels.includes('[CLS]'));
      await driver.press('filter');
    });

    test('show words at first, and tokens at a click', async () => {
      assert.ok(driver.displayedMap().labels.includes('refund'));
      await driver.press('whole-word');
      const tokens = await driver.$('.token').allInnerTexts();
      assert.ok(!tokens.includes('refund'));
      assert.equal(tokens.length, driver.host.maps[0]!.pieces.length);
      assert.match(await driver.readout(), /^Row sum 1\.0000/);
      await driver.press('whole-word');
    });

    test('widen and narrow the window', async () => {
      const size = () => driver.host.maps[0]!.pieces.length;
      assert.equal(await driver.$('vscode-single-select.window .text').innerText(), 'Up to 64 tokens');
      const before = size();
      await driver.pick('window', 'Up to 128 tokens');
      assert.ok(size() > before && size() <= 128, `${size()}`);
      await driver.pick('window', 'Up to 8 tokens');
      assert.equal(size(), 8);
      assert.match(await driver.$('.title').innerText(), / · 8 tokens$/);
      await driver.pick('window', 'Up to 64 tokens');
    });

    test('show all heads, of which a click opens one', async () => {
      await driver.press('layout');
      await driver.$('.heads').waitFor();
      assert.equal(await driver.$('.heatmap').isVisible(), false);
      assert.equal(await driver.$('.row').isVisible(), false);
      const box = (await driver.$('.heads').boundingBox())!;
      const step = Math.floor((box.width - 18) / 8);
      await driver.$('.heads').hover({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      assert.match(await driver.readout(), /^Layer 2, head 3: \d/);
      await driver.$('.heads').click({ position: { x: 18 + 2.5 * step, y: 18 + 1.5 * step } });
      await driver.window.settled();
      assert.deepEqual([driver.host.view!.layer, driver.host.view!.head, driver.host.view!.allHeads], [1, 2, false]);
      assert.ok(await driver.$('.heatmap').isVisible());
    });

    test('mark all heads of another model as outdated until they arrive', async () => {
      await driver.press('layout');
      const before = await driver.$('.summaries tbody tr').first().innerText();
      await driver.pickModel('prompt-gpt');
      assert.notEqual(await driver.$('.summaries tbody tr').first().innerText(), before);
      await driver.window.post({
        type: 'maps',
        view: driver.host.view!,
        title: 'x',
        maps: driver.host.maps.map((map) => ({ ...map })),
        caret: 0,
      });
      await driver.$('.panel.outdated').waitFor();
      await driver.press('layout');
      await driver.pickModel('prompt-bert');
    });

    test('sort the table of heads by each measure, and open one from it', async () => {
      await driver.press('layout');
      const column = async (index: number) => {
        const cells = await driver.$(`.summaries tbody tr td:nth-of-type(${index})`).allInnerTexts();
        return cells.map((cell) => parseFloat(cell));
      };
      assert.equal((await column(1)).length, 64);
      await driver.$('.summaries th button').nth(3).click();
      const previous = await column(3);
      assert.deepEqual(
        previous,
        previous.toSorted((a, b) => b - a),
      );
      assert.ok(previous[0]! > 60, 'some head looks at the token before');
      assert.equal(await driver.$('.summaries th').nth(3).getAttribute('aria-sort'), 'descending');
      await driver.$('.summaries .open').first().click();
      await driver.window.settled();
      assert.equal(driver.host.view!.allHeads, false);
    });

    test('show both models side by side over the same words, with linked rows', async () => {
      await driver.pickModel('prompt-bert+prompt-gpt');
      const [bert, gpt] = [driver.displayedMap(0), driver.displayedMap(1)];
      const first = (map: DisplayedMap) => map.starts.find((start) => start >= 0)!;
      assert.ok(Math.abs(first(bert) - first(gpt)) <= 1);
      const row = unitAt(bert, text.indexOf('river') + 3);
      await driver.hover(row, 5, 0);
      assert.match(await driver.$('.row h2').nth(0).innerText(), /^our small BERT: “river” looks at$/);
      assert.match(await driver.$('.row h2').nth(1).innerText(), /^our small GPT: “.*r.*” looks at$/);
      const { weights, size } = gpt.map;
      for (let cell = 0; cell < weights.length; cell++)
        if (cell % size > Math.floor(cell / size)) assert.equal(weights[cell], 0);
      await driver.pickModel('prompt-bert');
    });

    test('the page had no errors', () => assert.deepEqual(driver.window.problems, []));
  });
});
