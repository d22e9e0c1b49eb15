import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Tensor as NativeTensor } from 'onnxruntime-node';
// The version that transformers.js brings along.
import { InferenceSession, Tensor } from 'onnxruntime-web';

/**
 * Runs a graph in ONNX Runtime's WebAssembly build, on one thread.
 *
 * @param outside folder of the files in which the graph keeps weights
 * @returns the values of float32 outputs
 */
export async function runInWasm(
  graph: Uint8Array,
  outputs: readonly string[],
  feeds: Readonly<Record<string, NativeTensor>>,
  outside?: string,
): Promise<Float32Array[]> {
  const files = outside ? readdirSync(outside).filter((file) => !file.endsWith('.onnx')) : [];
  const externalData = files.map((file) => ({ path: file, data: readFileSync(path.join(outside!, file)) }));
  const session = await InferenceSession.create(graph, { executionProviders: ['wasm'], externalData });
  const own = Object.entries(feeds).map(([name, { type, data, dims }]) => [
    name,
    new Tensor(type as 'float32', data as Float32Array, dims),
  ]);
  const results = await session.run(Object.fromEntries(own) as Record<string, Tensor>, [...outputs]);
  await session.release();
  return outputs.map((name) => results[name]!.data as Float32Array);
}
