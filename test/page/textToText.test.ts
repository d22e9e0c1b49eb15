import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rowSum } from '../../src/core/attention/attentionMap';
import { specFrom } from '../../src/core/models/readModelConfig';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import { exportsFolder } from '../helpers/exports';
import { Driver } from './driver';

const folder = path.join(exportsFolder, 't5');
const t5 = specFrom(folder, JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')));
const text = 'Translate the report into plain English.';

suite('the attention page with a text-to-text model', () => {
  let driver: Driver;

  suiteSetup(async () => {
    driver = await Driver.open(text, { specs: [t5, ...embeddedModels] });
  });
  suiteTeardown(() => driver.window.close());

  const sums = () => {
    const { map } = driver.displayedMap();
    return Array.from({ length: map.size }, (_, row) => Math.round(1000 * rowSum(map, row)) / 1000);
  };
  const isVisible = (selector: string) => driver.$(selector).isVisible();

  test('its encoder attends to both sides', async () => {
    const { starts, map } = driver.displayedMap();
    assert.ok(starts.every((start) => start < text.length));
    assert.ok(sums().every((sum) => sum === 1));
    assert.ok(map.weights[1]! > 0);
  });

  test('its decoder attends only to the tokens generated so far', async () => {
    await driver.pick('part', 'Decoder');
    const { map, starts } = driver.displayedMap();
    assert.ok(sums().every((sum) => sum === 1));
    for (let row = 0; row < map.size; row++)
      for (let column = row + 1; column < map.size; column++) assert.equal(map.weights[row * map.size + column], 0);
    // Generated tokens have offsets behind the text, except for the start token, which has none.
    assert.ok(starts.every((start, token) => (token === 0 ? start === -1 : start >= text.length)));
  });

  test('its cross-attention goes from generated tokens to those of the text', async () => {
    await driver.pick('part', 'Cross');
    const read = driver.displayedMap().starts.findIndex((start, token, all) => start < 0 && all[token + 1] === -1) + 1;
    assert.ok(read > 1);
    sums().forEach((sum, row) => assert.equal(sum, row < read ? 0 : 1));
  });

  test('all heads of that part', async () => {
    await driver.press('layout');
    assert.ok(await isVisible('.heads'));
    await driver.press('layout');
  });

  test('a GPT and a BERT have no parts to pick', async () => {
    assert.ok(await isVisible('.part'));
    await driver.pickModel('prompt-bert');
    assert.ok(!(await isVisible('.part')));
    await driver.pickModel([folder, 'prompt-bert'].join('+'));
    assert.ok(await isVisible('.part'));
    assert.equal(driver.host.maps.length, 2);
    // Middle layers stand side by side: T5 has two layers here, prompt-bert eight.
    const names = await driver.$('.left > .name').allInnerTexts();
    assert.deepEqual(
      names.map((name) => / · layer \d/.exec(name)?.[0]),
      [' · layer 2', ' · layer 8'],
    );
  });

  test('the page had no errors', () => assert.deepEqual(driver.window.problems, []));
});
