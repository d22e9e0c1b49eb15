import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';

/** Options that a session is opened with. */
export type SessionOptions = InferenceSession.SessionOptions;

/** Options to run a graph on the processor. */
export function sessionOptions(threads: number): SessionOptions {
  return {
    executionProviders: ['cpu'],
    // The arena never gives memory back, and texts of all lengths leave it in pieces: SmolLM2 needs 300 MB less without it
    // at 500 tokens, and a tenth more time to read them (see MMAP_FROM in forkInference.node.ts).
    enableCpuMemArena: false,
    intraOpNumThreads: threads,
    // Spinning threads drain the battery and gain nothing measurable.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** ORT warns about initializers of pruned outputs. */
export const ERRORS_ONLY = { logSeverityLevel: 3 } as const;

/** Tells ONNX Runtime where a graph's external weights are, since the graph is passed as bytes. */
export function withFolder(options: SessionOptions = {}, model: string | Uint8Array): SessionOptions {
  if (typeof model !== 'string') return options;
  return withEntries(options, { model_external_initializers_file_folder_path: path.dirname(model) });
}

/** Adds session configuration entries of ONNX Runtime to the options. */
export function withEntries(options: SessionOptions, entries: Readonly<Record<string, string>>): SessionOptions {
  const { session, ...others } = (options.extra ?? {}) as { session?: object };
  return { ...options, extra: { ...others, session: { ...session, ...entries } } };
}
