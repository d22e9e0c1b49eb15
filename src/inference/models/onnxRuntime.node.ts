import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as native from 'onnxruntime-node';
import { float32Products } from './float32Products';
import { exposedValues, type ExposedValues } from './exposeAttentionOutputs';
import { insideGraph } from './insideGraphValues';
import { namesInside, type InsideValues } from './layerQueriesAndKeys';
import {
  externalFiles,
  readNodes,
  withBranchOutputs,
  withNodes,
  withOnlyOutputs,
  withOutputs,
} from './onnxGraph';
import { runtimeErrorText } from './onnxErrorText';

/**
 * transformers.js uses the ONNX Runtime under this symbol instead of its own. Ours is the native one, with sessions
 * that also output the exposed values.
 */
const RUNTIME = Symbol.for('onnxruntime');

type SessionOptions = native.InferenceSession.SessionOptions;

/** Largest int8 graph, in bytes, that is also opened in float32: its weights take four times as much memory. */
const MAX_FLOAT32_BYTES = 32_000_000;

/** ORT warns about initializers of pruned outputs. */
const ERRORS_ONLY = { logSeverityLevel: 3 } as const;

const exposedBy = new WeakMap<native.InferenceSession, ExposedValues>();

/** A graph cannot be used. The message is for the user. */
export class GraphError extends Error {}

/**
 * Opens a model from its bytes or path, with its exposed values among the outputs. Throws a GraphError that names the
 * file when it is not an ONNX graph or cannot be run.
 */
export async function openSession(
  model: string | Uint8Array,
  options?: SessionOptions,
): Promise<native.InferenceSession> {
  const bytes = typeof model === 'string' ? await readFile(model) : model;
  const file = typeof model === 'string' ? model : 'This model';
  const values = readGraph(file, () => exposedIn(bytes));
  const exposed = readGraph(file, () => withExposedValues(bytes, values));
  if (typeof model === 'string') await checkExternalFiles(bytes, model);
  try {
    const session = await native.InferenceSession.create(exposed, withFolder(options, model));
    exposedBy.set(session, values);
    return session;
  } catch (error) {
    throw new GraphError(`${file} cannot be run: ${runtimeErrorText(error)} Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** A session that outputs the values inside a model, and their names. */
export interface InsideSession {
  readonly session: native.InferenceSession;
  readonly values: InsideValues;
}

/**
 * Opens a model's graph a second time for the values inside it. With these as outputs of the first session, decoding a
 * token would take an eighth longer.
 *
 * @returns undefined when the values cannot be found in the graph
 */
export async function openInside(file: string, options: SessionOptions): Promise<InsideSession | undefined> {
  const bytes = await readFile(file);
  const inside = insideGraph(readNodes(bytes));
  if (!inside) return undefined;
  const { values, branched } = inside;
  const names = namesInside(values);
  const float32 = branched ? undefined : await openPruned(bytes, names, options).catch(() => undefined);
  if (float32) return { session: float32, values };
  const graph = branched
    ? withBranchOutputs(bytes, branched.ofOutput, branched.values)
    : withOnlyOutputs(bytes, names);
  const session = await native.InferenceSession.create(graph, { ...withFolder(options, file), ...ERRORS_ONLY });
  return { session, values };
}

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
  if ((await stat(file)).size > MAX_FLOAT32_BYTES) return undefined;
  return openPruned(await readFile(file), names, options);
}

/** Opens the part of a small int8 model that `names` need, with products in float32. */
async function openPruned(
  model: Uint8Array,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  if (model.length > MAX_FLOAT32_BYTES || externalFiles(model).size > 0) return undefined;
  const products = float32Products(readNodes(model));
  if (products.size === 0) return undefined;
  const pruned = withOnlyOutputs(withNodes(model, products), names);
  // disable_quant_qdq: dequantises the weights once and not in every pass.
  return native.InferenceSession.create(pruned, { ...withEntries(options, { disable_quant_qdq: '1' }), ...ERRORS_ONLY });
}

/** The values that a session opened here outputs beside the model's own outputs. */
export function exposedValuesOf(session: native.InferenceSession): ExposedValues {
  return exposedBy.get(session) ?? { attention: [], branched: undefined, newKeyValues: {}, fused: undefined };
}

/** The model's bytes with its exposed values among its outputs. */
export function withExposedValues(bytes: Uint8Array, { attention, branched, newKeyValues }: ExposedValues): Uint8Array {
  const inBranches = new Set(branched?.values.map(({ name }) => name));
  const names = attention.filter((name) => !inBranches.has(name));
  const exposed = withOutputs(bytes, [...names, ...Object.values(newKeyValues)]);
  return branched ? withBranchOutputs(exposed, branched.ofOutput, branched.values) : exposed;
}

function exposedIn(bytes: Uint8Array): ExposedValues {
  const nodes = readNodes(bytes);
  if (nodes.length === 0) throw new Error('There are no nodes.');
  return exposedValues(nodes);
}

/** Returns the result of `read`. Throws a GraphError when it fails because `file` is damaged. */
function readGraph<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new GraphError(`${file} is not an ONNX graph, or only a part of one. Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** Throws when a graph reads weights from a file outside its own folder, directly or by a link. */
async function checkExternalFiles(bytes: Uint8Array, file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const location of readGraph(file, () => externalFiles(bytes))) {
    const named = path.resolve(folder, location);
    // ONNX Runtime reports a missing file.
    const real = await realpath(named).catch(() => undefined);
    const isInside = isBelow(folder, named) && (!real || isBelow(await realpath(folder), real));
    if (isInside) continue;
    throw new GraphError(
      `${file} reads ${location}, which is not in its own folder. Nothing was read. Get the model again from a source ` +
        'that you trust, with files and not links to them.',
    );
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** Tells ONNX Runtime where a graph's external weights are, since the graph is passed as bytes. */
function withFolder(options: SessionOptions = {}, model: string | Uint8Array): SessionOptions {
  if (typeof model !== 'string') return options;
  return withEntries(options, { model_external_initializers_file_folder_path: path.dirname(model) });
}

/** Adds session configuration entries of ONNX Runtime to the options. */
function withEntries(options: SessionOptions, entries: Readonly<Record<string, string>>): SessionOptions {
  const { session, ...others } = (options.extra ?? {}) as { session?: object };
  return { ...options, extra: { ...others, session: { ...session, ...entries } } };
}

const InferenceSession = { ...native.InferenceSession, create: openSession };
Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession } });
