import '../../src/inference/models/onnxRuntime.node';
import { fork } from 'node:child_process';
import path from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { inferenceEnvironment } from '../../src/host/inferenceEnvironment.node';
import type { Inference } from '../../src/contracts/inference';
import { inferenceService } from '../../src/inference/inferenceService';
import { ModelCache } from '../../src/inference/models/modelCache';
import { remote } from '../../src/rpc/jsonRpcCallsAndCancellation';
import { places, root } from './fixtures';

export interface Started {
  readonly inference: Inference;
  /** Id of the process that runs the models. */
  readonly pid: number;
  stop(): void;
}

/** Every implementation of `Inference`. All must behave alike. */
export const inferences: Record<string, () => Started> = {
  'in this thread': () => ({
    inference: inferenceService(new ModelCache(places, 1)),
    pid: process.pid,
    stop: () => undefined,
  }),
  'in a forked process': () => inferenceWithin(4_000),
};

/** Forks a process that may use so many megabytes. */
export function inferenceWithin(megabytes: number): Started {
  const main = path.join(root, 'dist', 'inference.js');
  const child = fork(main, [places.embedded, places.downloaded, '1', String(megabytes), '10', '[]'], {
    serialization: 'advanced',
    env: inferenceEnvironment(),
    execArgv: [],
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const stop = () => {
    connection.dispose();
    child.kill();
  };
  return { inference: remote<Inference>(connection), pid: child.pid!, stop };
}

/** A signal that never aborts. */
export const unhurried = new AbortController().signal;
