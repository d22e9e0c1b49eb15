import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/fixtures';

/** Binaries of ONNX Runtime for all platforms; a VSIX gets those of its own. */
const BINARIES = path.join(root, 'node_modules', 'onnxruntime-node', 'bin');

/**
 * What a binary holds that sends telemetry, or that can open a connection at all. onnxruntime-node 1.30.0 sends the names
 * and sizes of models to events.data.microsoft.com unless ORT_DISABLE_TELEMETRY is set: by libcurl on Linux, by
 * NSURLSession on macOS.
 */
const SIGNS =
  /events\.data\.microsoft|ORT_DISABLE_TELEMETRY|libcurl|NSURLSession|getaddrinfo|ws2_32\.dll|winhttp\.dll|wininet\.dll/gi;

suite('telemetry of ONNX Runtime', () => {
  const binaries = readdirSync(BINARIES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:node|dll|dylib|so[.\d]*)$/.test(file),
  );

  test('the binaries of all six platforms are looked at', () => {
    const platforms = new Set(binaries.map((file) => file.split(path.sep).slice(-3, -1).join('-')));
    const expected = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64'];
    assert.deepEqual([...platforms].toSorted(), expected);
  });

  test('no binary has a client for it, or opens connections', () => {
    const found = binaries.flatMap((file) => {
      const text = readFileSync(path.join(BINARIES, file), 'latin1');
      return [...text.matchAll(SIGNS)].map(([sign]) => `${file}: ${sign}`);
    });
    assert.deepEqual(found, []);
  });
});
