import { readFile } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { exposedValues, NOTHING_EXPOSED, type ExposedValues } from './exposeAttentionOutputs';
import { GraphError } from './graphError';
import { readNodes, withBranchOutputs, withOutputs } from './onnxProtobuf';
import { runtimeErrorText } from './onnxErrorText';
import { refuseDamagedGraph } from './refuseDamagedGraph';
import { refuseUnusableWeightsFiles } from './refuseUnusableWeightsFiles.node';
import { withFolder, type SessionOptions } from './sessionOptions.node';

/**
 * transformers.js uses the ONNX Runtime under this symbol instead of its own. Ours is the native one, with sessions
 * that also output the exposed values.
 */
const RUNTIME = Symbol.for('onnxruntime');

const exposedBy = new WeakMap<native.InferenceSession, ExposedValues>();

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
  const values = refuseDamagedGraph(file, () => exposedIn(bytes));
  const exposed = refuseDamagedGraph(file, () => withExposedValues(bytes, values));
  if (typeof model === 'string') await refuseUnusableWeightsFiles(bytes, model);
  try {
    const session = await native.InferenceSession.create(exposed, withFolder(options, model));
    exposedBy.set(session, values);
    return session;
  } catch (error) {
    throw new GraphError(`${file} cannot be run: ${runtimeErrorText(error)}`, { cause: error });
  }
}

/** The values that a session opened here outputs beside the model's own outputs. */
export function exposedValuesOf(session: native.InferenceSession): ExposedValues {
  return exposedBy.get(session) ?? NOTHING_EXPOSED;
}

/** The model's bytes with its exposed values among its outputs. */
export function withExposedValues(bytes: Uint8Array, values: ExposedValues): Uint8Array {
  const { attention, outputsInside, branched, newKeyValues } = values;
  if (outputsInside) return bytes;
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

const InferenceSession = { ...native.InferenceSession, create: openSession };
Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession } });
