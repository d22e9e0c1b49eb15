import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rowSum } from '../../src/core/attention/attentionMap';
import { specFrom } from '../../src/core/models/modelConfig';
import { embeddedModels } from '../../src/core/models/modelSpec';
import { exportsFolder } from '../helpers/exports';
import { Driver } from './driver';

const folder = path.join(exportsFolder, 't5');
const t5 = specFrom(folder, JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')));
const text = 'Translate the report into plain English.';

suite('the attention page with a text-to-text model', () => {
  let drive: Driver;

  suiteSetup(async () => {
    drive = await Driver.open(text, { specs: [t5, ...embeddedModels] });
  });
  suiteTeardown(() => drive.window.close());

  const sums = () => {
    const { map } = drive.plane();
    return Array.from({ length: map.size }, (_, row) => Math.round(1000 * rowSum(map, row)) / 1000);
  };
  const isSeen = (selector: string) => drive.$(selector).isVisible();

  test('its encoder reads the text both ways', async () => {
    const { starts, map } = drive.plane();
    assert.ok(starts.every((start) => start < text.length));
    assert.ok(sums().every((sum) => sum === 1));
    assert.ok(map.weights[1]! > 0);
  });

  test('its decoder sees only what it has written so far', async () => {
    await drive.pick('part', 'Decoder');
    const { map, starts } = drive.plane();
    assert.ok(sums().every((sum) => sum === 1));
    for (let row = 0; row < map.size; row++)
      for (let column = row + 1; column < map.size; column++) assert.equal(map.weights[row * map.size + column], 0);
    // What it wrote stands behind the text, but for the token that it began with.
    assert.ok(starts.every((start, token) => (token === 0 ? start === -1 : start >= text.length)));
  });

  test('between them, what is written looks at what is read', async () => {
    await drive.pick('part', 'Cross');
    const read = drive.plane().starts.findIndex((start, token, all) => start < 0 && all[token + 1] === -1) + 1;
    assert.ok(read > 1);
    sums().forEach((sum, row) => assert.equal(sum, row < read ? 0 : 1));
  });

  test('all heads of that part', async () => {
    await drive.press('layout');
    assert.ok(await isSeen('.heads'));
    await drive.press('layout');
  });

  test('a GPT and a BERT have no parts to pick', async () => {
    assert.ok(await isSeen('.part'));
    await drive.pickModel('prompt-bert');
    assert.ok(!(await isSeen('.part')));
    await drive.pickModel([folder, 'prompt-bert'].join('+'));
    assert.ok(await isSeen('.part'));
    assert.equal(drive.host.maps.length, 2);
  });

  test('nothing was refused and nothing failed', () => assert.deepEqual(drive.window.problems, []));
});
