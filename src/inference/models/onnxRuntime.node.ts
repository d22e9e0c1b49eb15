import { readFile } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { hiddenValues, type HiddenValues } from './hiddenValues';
import { readNodes, withOutputs } from './onnxGraph';

/**
 * transformers.js takes the ONNX Runtime it finds under this symbol instead of its own. Ours is the native one, but
 * each session it creates also gives out what exported models keep to themselves.
 */
const RUNTIME = Symbol.for('onnxruntime');

type SessionOptions = native.InferenceSession.SessionOptions;

const hiddenOf = new WeakMap<native.InferenceSession, HiddenValues>();

/** Opens a model, from its bytes or its path, that gives out its hidden values too. */
export async function openSession(
  model: string | Uint8Array,
  options?: SessionOptions,
): Promise<native.InferenceSession> {
  const bytes = typeof model === 'string' ? await readFile(model) : model;
  const hidden = hiddenValues(readNodes(bytes));
  const exposed = withOutputs(bytes, [...hidden.attention, ...Object.values(hidden.growth)]);
  const session = await native.InferenceSession.create(exposed, options);
  hiddenOf.set(session, hidden);
  return session;
}

/** What a session opened here gives out beside the model's own outputs. */
export function hiddenValuesOf(session: native.InferenceSession): HiddenValues {
  return hiddenOf.get(session) ?? { attention: [], growth: {} };
}

const InferenceSession = { ...native.InferenceSession, create: openSession };
Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession } });
