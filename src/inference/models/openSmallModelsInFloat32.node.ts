import { readFile, stat } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { float32Products } from './float32Products';
import { externalFiles, readNodes, withNodes, withOnlyOutputs, withOutputs } from './onnxProtobuf';
import { ERRORS_ONLY, withEntries, type SessionOptions } from './sessionOptions.node';

/** Largest int8 graph, in bytes, that is also opened in float32: its weights take four times as much memory. */
const MAX_FLOAT32_BYTES = 32_000_000;

/**
 * Opens a small int8 model a second time for its attention alone, multiplied in float32 so that no activation is
 * rounded. Rejects when ONNX Runtime does not accept the changed graph.
 *
 * @param names of the attention weights
 * @returns undefined when the model is large or has no int8 products of the known form
 */
export async function openFloat32(
  file: string,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  const model = await readSmall(file);
  return model && openPruned(model, names, options);
}

/** Opens the part of a small int8 model that `names` need, with products in float32. */
export async function openPruned(
  model: Uint8Array,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  const graph = inFloat32(model);
  return graph && open(withOnlyOutputs(graph, names), options);
}

/** Like `openFloat32`, with the model's own outputs beside `names`. */
export async function openWholeInFloat32(
  file: string,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  const model = await readSmall(file);
  const graph = model && inFloat32(model);
  return graph && open(withOutputs(graph, names), options);
}

async function readSmall(file: string): Promise<Uint8Array | undefined> {
  return (await stat(file)).size > MAX_FLOAT32_BYTES ? undefined : readFile(file);
}

function inFloat32(model: Uint8Array): Uint8Array | undefined {
  if (model.length > MAX_FLOAT32_BYTES || externalFiles(model).size > 0) return undefined;
  const products = float32Products(readNodes(model));
  return products.size === 0 ? undefined : withNodes(model, products);
}

function open(graph: Uint8Array, options: SessionOptions): Promise<native.InferenceSession> {
  // disable_quant_qdq: dequantises the weights once and not in every pass.
  return native.InferenceSession.create(graph, {
    ...withEntries(options, { disable_quant_qdq: '1' }),
    ...ERRORS_ONLY,
  });
}
