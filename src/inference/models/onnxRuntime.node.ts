import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as native from 'onnxruntime-node';
import { float32Products } from './float32Products';
import { exposedValues, type ExposedValues } from './exposedValues';
import { insideGraph } from './insideGraph';
import { namesInside, type InsideValues } from './layerValues';
import {
  filesOutside,
  readNodes,
  withBranchOutputs,
  withNodes,
  withOnlyOutputs,
  withOutputs,
} from './onnxGraph';
import { runtimeErrorText } from './runtimeErrorText';

/**
 * transformers.js takes the ONNX Runtime it finds under this symbol instead of its own. Ours is the native one, but
 * each session it creates also gives out what exported models keep to themselves.
 */
const RUNTIME = Symbol.for('onnxruntime');

type SessionOptions = native.InferenceSession.SessionOptions;

const MOST_BYTES_IN_FLOAT = 32_000_000;

/** It warns of each weight that only values need which are not given out. */
const ERRORS_ONLY = { logSeverityLevel: 3 } as const;

const hiddenOf = new WeakMap<native.InferenceSession, ExposedValues>();

/** A graph cannot be used, for a reason that its message tells. */
export class GraphError extends Error {}

/**
 * Opens a model, from its bytes or its path, that gives out its hidden values too. Throws a GraphError that names the
 * file when it holds something else.
 */
export async function openSession(
  model: string | Uint8Array,
  options?: SessionOptions,
): Promise<native.InferenceSession> {
  const bytes = typeof model === 'string' ? await readFile(model) : model;
  const file = typeof model === 'string' ? model : 'This model';
  const hidden = read(file, () => hiddenIn(bytes));
  const whole = read(file, () => exposed(bytes, hidden));
  if (typeof model === 'string') await checkOutside(bytes, model);
  try {
    const session = await native.InferenceSession.create(whole, withFolder(options, model));
    hiddenOf.set(session, hidden);
    return session;
  } catch (error) {
    throw new GraphError(`${file} cannot be run: ${runtimeErrorText(error)} Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** A session that gives out what is inside a model, and the names of that. */
export interface Inside {
  readonly session: native.InferenceSession;
  readonly values: InsideValues;
}

/**
 * Opens a model whose graph has been opened before a second time, for what is inside: to give that out, too, would make
 * each token of the first one's text an eighth slower.
 *
 * @returns undefined when the graph keeps it to itself
 */
export async function openInside(file: string, options: SessionOptions): Promise<Inside | undefined> {
  const bytes = await readFile(file);
  const inside = insideGraph(readNodes(bytes));
  if (!inside) return undefined;
  const { values, branched } = inside;
  const names = namesInside(values);
  const exact = branched ? undefined : await inFloat(bytes, names, options).catch(() => undefined);
  const whole = branched
    ? withBranchOutputs(bytes, branched.ofOutput, branched.values)
    : withOnlyOutputs(bytes, names);
  const session = exact ?? (await native.InferenceSession.create(whole, { ...withFolder(options, file), ...ERRORS_ONLY }));
  return { session, values };
}

/**
 * Opens a small int8 model a second time, for its attention alone: multiplied in float32, so that what is shown differs from
 * what the weights say by no rounding. Rejects when ONNX Runtime does not take it so.
 *
 * @param names of the attention weights
 * @returns undefined when the model is large, or there is nothing in int8 that is known
 */
export async function openExact(
  file: string,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  if ((await stat(file)).size > MOST_BYTES_IN_FLOAT) return undefined;
  return inFloat(await readFile(file), names, options);
}

/** Opens what a small int8 model needs for `names`, with products in float32: its weights take four times as much then. */
async function inFloat(
  model: Uint8Array,
  names: readonly string[],
  options: SessionOptions,
): Promise<native.InferenceSession | undefined> {
  if (model.length > MOST_BYTES_IN_FLOAT || filesOutside(model).size > 0) return undefined;
  const products = float32Products(readNodes(model));
  if (products.size === 0) return undefined;
  const whole = withOnlyOutputs(withNodes(model, products), names);
  // Makes floats of the weights once, and not in every pass.
  return native.InferenceSession.create(whole, { ...withEntries(options, { disable_quant_qdq: '1' }), ...ERRORS_ONLY });
}

/** What a session opened here gives out beside the model's own outputs. */
export function hiddenValuesOf(session: native.InferenceSession): ExposedValues {
  return hiddenOf.get(session) ?? { attention: [], branched: undefined, growth: {}, fused: undefined };
}

/** The model's bytes, with its hidden values among its outputs. */
export function exposed(bytes: Uint8Array, { attention, branched, growth }: ExposedValues): Uint8Array {
  const inBranches = new Set(branched?.values.map(({ name }) => name));
  const names = attention.filter((name) => !inBranches.has(name));
  const whole = withOutputs(bytes, [...names, ...Object.values(growth)]);
  return branched ? withBranchOutputs(whole, branched.ofOutput, branched.values) : whole;
}

function hiddenIn(bytes: Uint8Array): ExposedValues {
  const nodes = readNodes(bytes);
  if (nodes.length === 0) throw new Error('There are no nodes.');
  return exposedValues(nodes);
}

/** What `reading` makes of a file's bytes. Throws a GraphError when they are not what they should be. */
function read<T>(file: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw new GraphError(`${file} is no ONNX graph, or only a part of one. Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** Throws when a graph keeps weights in a file that is not below its own folder, be it by a link. */
async function checkOutside(bytes: Uint8Array, file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const location of read(file, () => filesOutside(bytes))) {
    const named = path.resolve(folder, location);
    // One that is missing is told by ONNX Runtime.
    const found = await realpath(named).catch(() => undefined);
    const isInside = isBelow(folder, named) && (!found || isBelow(await realpath(folder), found));
    if (isInside) continue;
    throw new GraphError(
      `${file} reads ${location}, which is not in its own folder. Nothing of it is read; get the model again from where ` +
        'you trust it, with its files and not links to them.',
    );
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** A graph read from bytes does not know the folder in which weights that it keeps outside lie. */
function withFolder(options: SessionOptions = {}, model: string | Uint8Array): SessionOptions {
  if (typeof model !== 'string') return options;
  return withEntries(options, { model_external_initializers_file_folder_path: path.dirname(model) });
}

/** Options with more of ONNX Runtime's own configuration entries of a session. */
function withEntries(options: SessionOptions, entries: Readonly<Record<string, string>>): SessionOptions {
  const { session, ...others } = (options.extra ?? {}) as { session?: object };
  return { ...options, extra: { ...others, session: { ...session, ...entries } } };
}

const InferenceSession = { ...native.InferenceSession, create: openSession };
Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession } });
