import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What the inference bundle is started with. */
export interface ForkOptions {
  readonly main: string;
  /** Folders of the embedded and of the downloaded models. */
  readonly embedded: string;
  readonly downloaded: string;
  /** 0 for half of the cores. */
  readonly threads: number;
  /** Megabytes that the process may take. */
  readonly memoryLimit: number;
  /** Minutes after which a model that nobody uses is let go of. */
  readonly releaseAfter: number;
}

/** Forks the inference bundle. Binary data crosses as it is ('advanced'), never as JSON. */
export function forkInference(options: ForkOptions): ChildProcess {
  const { main, embedded, downloaded, memoryLimit, releaseAfter } = options;
  const threads = options.threads || Math.max(1, availableParallelism() >> 1);
  return fork(main, [embedded, downloaded, String(threads), String(memoryLimit), String(releaseAfter)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // In desktop VS Code the executable is Electron, which runs as Node only when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1' },
    execArgv: [],
  });
}
