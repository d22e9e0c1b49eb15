import { fork, type ChildProcess } from 'node:child_process';
import type { PlacedModel } from '../core/models/contributedModels';
import { inferenceEnvironment } from './inferenceEnvironment.node';
import { threadCount } from './threadsOfModels.node';

/** What the inference process is started with. */
export interface ForkOptions {
  /** Path of the inference bundle. */
  readonly main: string;
  /** Folder of the embedded models. */
  readonly embedded: string;
  /** Folder of the downloaded models. */
  readonly downloaded: string;
  /** Models of other extensions, each with the absolute path of its folder. */
  readonly contributed: readonly PlacedModel[];
  /** Threads that a model may use; 0 for half of the cores. */
  readonly threads: number;
  /** Megabytes that the process may use. */
  readonly memoryLimit: number;
  /** Minutes after which an unused model is released. */
  readonly releaseAfter: number;
}

/** Forks the inference process. Typed arrays cross by structured clone ('advanced' serialization), never as JSON. */
export function forkInference(options: ForkOptions): ChildProcess {
  const { main, embedded, downloaded, contributed, memoryLimit, releaseAfter } = options;
  const numbers = [threadCount(options.threads), memoryLimit, releaseAfter].map(String);
  return fork(main, [embedded, downloaded, ...numbers, JSON.stringify(contributed)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: inferenceEnvironment(),
    execArgv: [],
  });
}
