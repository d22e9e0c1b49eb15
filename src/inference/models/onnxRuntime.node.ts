import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import * as native from 'onnxruntime-node';
import { hiddenValues, type HiddenValues } from './hiddenValues';
import { filesOutside, readNodes, withBranchOutputs, withOutputs, type Node } from './onnxGraph';

/**
 * transformers.js takes the ONNX Runtime it finds under this symbol instead of its own. Ours is the native one, but
 * each session it creates also gives out what exported models keep to themselves.
 */
const RUNTIME = Symbol.for('onnxruntime');

type SessionOptions = native.InferenceSession.SessionOptions;

const hiddenOf = new WeakMap<native.InferenceSession, HiddenValues>();

/**
 * Opens a model, from its bytes or its path, that gives out its hidden values too. Throws an Error that names the file
 * when it holds something else.
 */
export async function openSession(
  model: string | Uint8Array,
  options?: SessionOptions,
): Promise<native.InferenceSession> {
  const bytes = typeof model === 'string' ? await readFile(model) : model;
  const file = typeof model === 'string' ? model : 'This model';
  const hidden = hiddenValues(nodesIn(bytes, file));
  if (typeof model === 'string') await checkOutside(bytes, model);
  try {
    const session = await native.InferenceSession.create(exposed(bytes, hidden), withFolder(options, model));
    hiddenOf.set(session, hidden);
    return session;
  } catch (error) {
    throw new Error(`${file} cannot be run: ${reasonOf(error)} Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}

/** What a session opened here gives out beside the model's own outputs. */
export function hiddenValuesOf(session: native.InferenceSession): HiddenValues {
  return hiddenOf.get(session) ?? { attention: [], branched: undefined, growth: {}, fused: undefined };
}

/** The model's bytes, with its hidden values among its outputs. */
export function exposed(bytes: Uint8Array, { attention, branched, growth }: HiddenValues): Uint8Array {
  const inBranches = new Set(branched?.values.map(({ name }) => name));
  const names = attention.filter((name) => !inBranches.has(name));
  const whole = withOutputs(bytes, [...names, ...Object.values(growth)]);
  return branched ? withBranchOutputs(whole, branched.ofOutput, branched.values) : whole;
}

function nodesIn(bytes: Uint8Array, file: string): Node[] {
  const nodes = (() => {
    try {
      return readNodes(bytes);
    } catch {
      return [];
    }
  })();
  if (nodes.length > 0) return nodes;
  throw new Error(`${file} is no ONNX graph, or only a part of one. Get the file again, or choose another model.`);
}

/** Throws when a graph keeps weights in a file that is not below its own folder, be it by a link. */
async function checkOutside(bytes: Uint8Array, file: string): Promise<void> {
  const folder = path.dirname(file);
  for (const location of filesOutside(bytes)) {
    const named = path.resolve(folder, location);
    // One that is missing is told by ONNX Runtime.
    const found = await realpath(named).catch(() => undefined);
    const isInside = isBelow(folder, named) && (!found || isBelow(await realpath(folder), found));
    if (isInside) continue;
    throw new Error(
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
  const { session, ...others } = (options.extra ?? {}) as { session?: object };
  const outside = { model_external_initializers_file_folder_path: path.dirname(model) };
  return { ...options, extra: { ...others, session: { ...session, ...outside } } };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.endsWith('.') ? message : `${message}.`;
}

const InferenceSession = { ...native.InferenceSession, create: openSession };
Object.assign(globalThis, { [RUNTIME]: { ...native, InferenceSession } });
