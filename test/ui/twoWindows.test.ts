import assert from 'node:assert/strict';
import { twoWindows } from './twoWindows';

suite('two windows of one VS Code', () => {
  test('download the same model once, at the same moment, and both write with it', async function () {
    this.timeout(180_000);
    const { served, files, whole, leftovers, downloads } = await twoWindows();
    assert.equal(served, 2);
    assert.ok(files > 3);
    assert.equal(whole, files);
    assert.deepEqual(leftovers, []);
    assert.equal(downloads, 1);
  });
});
