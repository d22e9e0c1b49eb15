import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './fixtures';

/** Binaries of ONNX Runtime for all platforms; a VSIX gets those of its own. */
const FOLDER = path.join(root, 'node_modules', 'onnxruntime-node', 'bin');

/**
 * What a binary holds that sends telemetry, or that can open a connection at all. onnxruntime-node 1.30.0 sends the names
 * and sizes of models to events.data.microsoft.com unless ORT_DISABLE_TELEMETRY is set: by libcurl on Linux, by
 * NSURLSession on macOS.
 */
const SIGNS =
  /events\.data\.microsoft|ORT_DISABLE_TELEMETRY|libcurl|NSURLSession|getaddrinfo|ws2_32\.dll|winhttp\.dll|wininet\.dll/gi;

/** Paths of the binaries of ONNX Runtime, from its folder. */
export function runtimeBinaries(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(?:node|dll|dylib|so[.\d]*)$/.test(file));
}

/** What a binary of ONNX Runtime has to send telemetry or to open connections with. */
export function telemetryIn(binary: string): string[] {
  const text = readFileSync(path.join(FOLDER, binary), 'latin1');
  return [...text.matchAll(SIGNS)].map(([sign]) => `${binary}: ${sign}`);
}
