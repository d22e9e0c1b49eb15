import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findModel } from '../../src/inference/models/findModelById.node';
import { places, root } from '../helpers/fixtures';

const folder = path.join(root, 'test', 'fixtures', 'exports', 'gpt2');
const offered = { id: 'mine', label: 'My Model', path: folder };
const find = (model: object, id = 'mine') => findModel(id, { ...places, contributed: [{ ...offered, ...model }] });

suite('models of other extensions', () => {
  let empty: string;

  setup(() => (empty = mkdtempSync(path.join(tmpdir(), 'left-context-contributed-'))));
  teardown(() => rmSync(empty, { recursive: true }));

  test('are found by their names, with the label and the limit that the extension gives', async () => {
    const own = await find({});
    assert.deepEqual(
      [own.path, own.spec.label, own.spec.task, own.spec.contextLength],
      [folder, 'My Model', 'causal', 128],
    );
    assert.equal((await find({ contextLength: 100 })).spec.contextLength, 100);
  });

  test('a folder that is missing or damaged is told with its place and what to do', async () => {
    const missing = /^My Model cannot be read: .*has no config\.json\. Install the extension again/;
    await assert.rejects(find({ path: path.join(empty, 'gone') }), { message: missing });
    await assert.rejects(find({ path: empty }), { message: missing });
    writeFileSync(path.join(empty, 'config.json'), '{"architectures": [');
    await assert.rejects(find({ path: empty }), /config\.json.*JSON/);
  });

  test('are named where a name is unknown', async () => {
    await assert.rejects(find({}, 'other'), /There is no model named other\. Choose one of .*prompt-gpt, mine/);
  });
});
