import assert from 'node:assert/strict';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import { samplePrompt } from '../helpers/fixtures';
import { Driver } from './driver';

const text = samplePrompt('support-agent.txt');

suite('the attention page, opened', () => {
  let driver: Driver;

  teardown(() => driver.window.close());

  test('restores the reader’s choices after the page was hidden or moved', async () => {
    driver = await Driver.open(text);
    await driver.pickModel('prompt-gpt');
    await driver.pick('layer', 'Layer 8');
    await driver.press('whole-word');
    await driver.form('lines');
    const state = await driver.window.savedState();
    await driver.window.close();
    driver = await Driver.open(text, {}, { state });
    const { models, layer, words } = driver.host.view!;
    assert.deepEqual([models, layer, words], [['prompt-gpt'], 7, false]);
    assert.ok(await driver.$('.lines').isVisible());
  });

  test('restores the visible part of the map', async () => {
    driver = await Driver.open(text);
    await driver.$('.heatmap').focus();
    for (let step = 0; step < 3; step++) await driver.window.page.keyboard.press('+');
    await driver.window.settled();
    const painted = () => driver.$('.heatmap').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await painted();
    const state = await driver.window.savedState();
    await driver.window.close();
    driver = await Driver.open(text, {}, { state });
    assert.equal(await painted(), before);
  });

  test('a chosen model that is missing is named, left out, and shown again when it is back', async () => {
    const [bert, gpt] = embeddedModels;
    const view = { models: ['prompt-gpt', 'prompt-bert'], words: false };
    driver = await Driver.open(text, { specs: [bert!] }, { state: { view } });
    assert.deepEqual(driver.host.view!.models, ['prompt-bert']);
    assert.match(await driver.$('.missing').innerText(), /missing: our small GPT\./);
    const state = await driver.window.savedState();
    await driver.window.close();

    driver = await Driver.open(text, { specs: [bert!, gpt!] }, { state });
    assert.deepEqual(driver.host.view!.models, view.models);
    assert.ok(await driver.$('.missing').isHidden());
    await driver.window.close();

    driver = await Driver.open(text, { specs: [bert!] }, { state });
    await driver.pickModel('prompt-bert');
    assert.ok(await driver.$('.missing').isHidden(), 'the reader goes on without it');
    const { chosenModels } = (await driver.window.savedState()) as { chosenModels: unknown };
    assert.deepEqual(chosenModels, ['prompt-bert']);
  });

  test('an invalid state gives way to the default view', async () => {
    const view = { models: ['gone', 5], layer: 99, head: -1, words: 'yes', windowTokens: 7 };
    driver = await Driver.open(text, {}, { state: { view, form: 'poem', viewports: [{ zoom: -1 }] } });
    const { models, layer, head, words, windowTokens } = driver.host.view!;
    assert.deepEqual([models, layer, head, words, windowTokens], [['prompt-bert'], 4, 'mean', true, undefined]);
  });

  test('hides sinks, shows the hidden share, and scales rows to a sum of 1', async () => {
    // Too short to measure them.
    driver = await Driver.open('Refund the order.');
    assert.match(await driver.$('.sink').innerText(), /^Sinks \(\[CLS\], \[SEP\]\) hold \d+\.\d% of all weight\.$/);
    await driver.press('filter');
    assert.ok(!driver.displayedMap().labels.includes('[CLS]'));
    assert.equal(await driver.$('.token').count(), driver.displayedMap().labels.length);
    assert.match(await driver.$('.sink').innerText(), /^Hidden sinks .* hold \d+\.\d% of all weight/);
    assert.match(await driver.readout(), /^Row sum 1\.0000/);
  });

  test('says that a prompt has only sinks', async () => {
    const view = { models: ['prompt-gpt'], hideSinks: true };
    driver = await Driver.open('a', {}, { state: { view } });
    assert.match(await driver.readout(), /All tokens here are sinks/);
    await driver.press('filter');
    assert.ok(await driver.$('.heatmap').isVisible());
    assert.deepEqual(driver.window.problems, []);
  });

  test('a caret at the very start of a GPT’s text shows the last row, which looks at all of it', async () => {
    driver = await Driver.open(text, { focus: 0 }, { state: { view: { models: ['prompt-gpt'] } } });
    const { labels } = driver.displayedMap();
    assert.ok(labels.length > 30, 'the window is filled with what follows');
    assert.equal(await driver.$('.token.focus').getAttribute('data-unit'), String(labels.length - 1));
    assert.match(await driver.readout(), /looks at nothing else, so this is the last row\. Row sum 1\.0000/);
    await driver.window.post({ type: 'caret', caret: text.indexOf('.') + 1 });
    await driver.$('.row h2:has-text("“.” looks at")').waitFor();
    assert.match(await driver.readout(), /^Row sum/);
  });

  test('in an editor, the map is as large as width and height allow', async () => {
    for (const [width, height] of [
      [900, 700],
      [620, 900],
      [1400, 800],
    ] as const) {
      driver = await Driver.open(text, {}, { width, height });
      const map = (await driver.$('.heatmap').boundingBox())!;
      const row = (await driver.$('.row').boundingBox())!;
      assert.ok(map.height > 0.6 * height, `${map.height} of ${height}`);
      assert.ok(map.y + map.height < height && row.y + 100 < height, 'map and row are in view');
      if (height < 900) await driver.window.close();
    }
  });

  test('in the narrowest side bar, headings are wrapped between words and nothing is cut off', async () => {
    driver = await Driver.open(text, { focus: text.indexOf('customer') + 4 }, { width: 180 });
    const heading = (await driver.$('.row h2').boundingBox())!;
    assert.ok(heading.height < 30, `${heading.height} pixels high`);
    const overflow = await driver.window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels wider than the side bar`);
  });

  test('text is never interpreted as HTML', async () => {
    driver = await Driver.open(
      'Say <img src=x onerror="document.title=1"> and <script>document.title=2</script> & "quote".',
    );
    await driver.press('whole-word');
    assert.equal(await driver.$('img, .panel script').count(), 0);
    assert.equal(await driver.window.page.title(), 'Page');
    assert.deepEqual(driver.window.problems, []);
  });

  test('strings come from the editor’s translations', async () => {
    const strings = { 'Words instead of tokens': 'Wörter statt Token', 'Layer {0}': 'Schicht {0}' };
    driver = await Driver.open(text, { strings });
    assert.equal(await driver.tool('whole-word').getAttribute('title'), 'Wörter statt Token');
    assert.equal(await driver.$('vscode-single-select.layer .text').innerText(), 'Schicht 5');
  });

  test('512 tokens of both models, in a side bar', async () => {
    const long = samplePrompt('research-assistant.md');
    driver = await Driver.open(long, { focus: 400, windowTokens: 512 }, { width: 300 });
    assert.equal(driver.host.maps[0]!.pieces.length, 512);
    await driver.pickModel('prompt-bert+prompt-gpt');
    await driver.hover(200, 100, 1);
    assert.match(await driver.readout(1), /^“.+” → “.+” 0\.\d{6}$/);
    assert.deepEqual(driver.window.problems, []);
  });
});
