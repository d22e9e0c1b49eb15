import { readFile } from 'node:fs/promises';
import * as native from 'onnxruntime-node';
import { attentionOutputs, withOutputs } from '../attention/exposeSoftmax';

/**
 * transformers.js takes the ONNX Runtime it finds under this symbol instead of its own. Ours is the native one, but
 * each session it creates also gives out the attention weights, which no exported model does by itself.
 */
const RUNTIME = Symbol.for('onnxruntime');

type SessionOptions = native.InferenceSession.SessionOptions;

async function create(model: string | Uint8Array, options?: SessionOptions): Promise<native.InferenceSession> {
  const bytes = typeof model === 'string' ? await readFile(model) : model;
  return native.InferenceSession.create(withOutputs(bytes, attentionOutputs(bytes)), options);
}

Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession: { ...native.InferenceSession, create } } });
