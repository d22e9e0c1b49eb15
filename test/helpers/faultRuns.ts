import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DownloadProgress } from '../../src/hub/downloadProgressMeter';
import type { RetryPolicy } from '../../src/hub/downloadTimeoutsAndRetries';
import {
  checkComplete,
  checkFinalFiles,
  downloadModel,
  hubOf,
  MODEL,
  NO_RETRIES,
  partialSize,
  QUICK_RETRIES,
  sizeOf,
} from './hubDownloads';
import * as faults from './hubFaults';
import type { Fault, ReceivedRequest } from './hubResponse';
import { LoopbackHub } from './loopbackHub';
import { ModelFolders } from './modelFolders';

/** How many runs go on in parallel. */
const WORKERS = 8;

/** A download from a hub with a fault, and its expected outcome. */
export interface FaultRun {
  readonly name: string;
  /** The request that gets the faulty answer: a file's path, 'revision' or 'tree'. */
  readonly target: string;
  readonly fault: Fault;
  /** How many answers are faulty. */
  readonly times: number;
  readonly from?: 'hub' | 'cdn';
  /** Whether an earlier download has left half of the file. */
  readonly isResumed: boolean;
  readonly retryPolicy?: RetryPolicy;
  /** Matches the expected error's message; undefined when the download should succeed. */
  readonly error?: RegExp | undefined;
}

/** Runs downloads from a faulty hub, each with a model and a folder of its own. */
export class FaultRuns {
  readonly #server: LoopbackHub;
  readonly #folders = new ModelFolders();
  readonly #watchers = new Map<string, (request: ReceivedRequest) => void>();
  #count = 0;

  static async start(): Promise<FaultRuns> {
    return new FaultRuns(await LoopbackHub.start());
  }

  private constructor(server: LoopbackHub) {
    this.#server = server;
    server.onRequest = (request) => this.#watchers.get(request.id)?.(request);
  }

  /** Number of runs so far. */
  get count(): number {
    return this.#count;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#folders.remove();
  }

  /** Runs all of them, then throws one error that lists all failures. */
  async runAll(runs: readonly FaultRun[]): Promise<void> {
    const failures: string[] = [];
    const queue = [...runs];
    const worker = async () => {
      for (let run = queue.shift(); run; run = queue.shift()) {
        const { name } = run;
        await this.#run(run).catch((error: Error) => failures.push(`${name}: ${error.stack}`));
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    assert.equal(failures.length, 0, failures.join('\n'));
  }

  /** Runs one: checks the outcome of the fault, that the next try succeeds, and that a third one downloads nothing. */
  async #run(run: FaultRun): Promise<void> {
    const id = `owner/model-${++this.#count}`;
    const folder = this.#folders.next();
    const violations: unknown[] = [];
    const requests: string[] = [];
    this.#server.commit(id, MODEL);
    this.#watchers.set(id, (request) => {
      requests.push(request.target);
      try {
        validateRequest(folder, request);
      } catch (error) {
        violations.push(error);
      }
    });
    let last: DownloadProgress | undefined;
    const onProgress = (progress: DownloadProgress) => (last = progress);
    const tryDownload = (retryPolicy: RetryPolicy) =>
      downloadModel(hubOf(this.#server), id, folder, { retryPolicy, onProgress });
    if (run.isResumed) await this.#downloadHalf(id, run.target, folder);
    this.#server.inject(id, run.target, run.fault, run.times, run.from);
    const error = await tryDownload(run.retryPolicy ?? QUICK_RETRIES).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    this.#server.clearFaults(id);
    if (run.error) assert.match(error?.message ?? 'no error', run.error);
    else if (error) throw error;
    else await checkComplete(folder, MODEL);
    checkFinalFiles(folder, MODEL);
    await tryDownload(NO_RETRIES);
    await checkComplete(folder, MODEL);
    assert.equal(last?.received, last?.total);
    requests.length = 0;
    await tryDownload(NO_RETRIES);
    assert.deepEqual(requests, ['revision', 'tree']);
    assert.deepEqual(violations, []);
  }

  /** Starts a download and aborts it when half of a file has arrived. */
  async #downloadHalf(id: string, file: string, folder: string): Promise<void> {
    const half = sizeOf(file) / 2;
    const controller = new AbortController();
    this.#server.inject(id, file, faults.stall(half));
    const running = downloadModel(hubOf(this.#server), id, folder, { signal: controller.signal });
    running.catch(() => {});
    while (partialSize(folder, file) < half) await sleep(2);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(partialSize(folder, file), half);
  }
}

/** Holds at each request: final names have whole files, no byte is requested twice, and only the hub gets the token. */
function validateRequest(folder: string, request: ReceivedRequest): void {
  checkFinalFiles(folder, MODEL);
  if (request.origin === 'cdn') assert.equal(request.authorization, undefined, 'the token went to another origin');
  if (!(request.target in MODEL)) return;
  const received = partialSize(folder, request.target);
  assert.equal(request.range, received > 0 ? `bytes=${received}-` : undefined);
}
