import assert from 'node:assert/strict';
import path from 'node:path';
import { runtimeBinaries, telemetryIn } from '../helpers/telemetryInBinaries';

suite('telemetry of ONNX Runtime', () => {
  test('the binaries of all six platforms are looked at', () => {
    const platforms = new Set(runtimeBinaries().map((file) => file.split(path.sep).slice(-3, -1).join('-')));
    const expected = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64'];
    assert.deepEqual([...platforms].toSorted(), expected);
  });

  test('no binary has a client for it, or opens connections', () => {
    assert.deepEqual(runtimeBinaries().flatMap(telemetryIn), []);
  });
});
