import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryPolicy } from '../../src/hub/retryPolicy';
import type { DownloadProgress } from '../../src/hub/progressMeter';
import type { Fault, Seen } from './hubAnswer';
import * as faults from './hubFaults';
import { checkNames, checkWhole, fetchModel, Folders, HASTY, hubOf, MODEL, partialSize, QUICK } from './hubScene';
import { LoopbackHub } from './loopbackHub';

/** Runs at once. */
const WORKERS = 8;

/** One fault, or some, of the hub, and what is to come of it. */
export interface FaultRun {
  readonly name: string;
  /** What is asked for when the fault strikes: a file's path, 'revision' or 'tree'. */
  readonly target: string;
  readonly fault: Fault;
  readonly times: number;
  readonly from?: 'hub' | 'cdn';
  /** Whether an earlier try has left half of the file. */
  readonly isResumed: boolean;
  readonly patience?: RetryPolicy;
  /** What the error says; undefined when the download is to work. */
  readonly error?: RegExp | undefined;
}

/** Plays faults of a hub, each with a model and a folder of its own. */
export class FaultRuns {
  readonly #server: LoopbackHub;
  readonly #folders = new Folders();
  readonly #watchers = new Map<string, (seen: Seen) => void>();
  #count = 0;

  static async start(): Promise<FaultRuns> {
    return new FaultRuns(await LoopbackHub.start());
  }

  private constructor(server: LoopbackHub) {
    this.#server = server;
    server.onRequest = (seen) => this.#watchers.get(seen.id)?.(seen);
  }

  /** How many have been played. */
  get count(): number {
    return this.#count;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#folders.remove();
  }

  /** Plays all of them, and then throws an error that tells of all that went wrong. */
  async play(runs: readonly FaultRun[]): Promise<void> {
    const wrong: string[] = [];
    const waiting = [...runs];
    const worker = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) {
        const { name } = run;
        await this.#play(run).catch((error: Error) => wrong.push(`${name}: ${error.stack}`));
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    assert.equal(wrong.length, 0, wrong.join('\n'));
  }

  /** What must hold at each request: whole files under their names, no byte asked for twice, no token for others. */
  #watch(folder: string, seen: Seen): void {
    checkNames(folder, MODEL);
    if (seen.origin === 'cdn') assert.equal(seen.authorization, undefined, 'the token went to another origin');
    if (!(seen.target in MODEL)) return;
    const there = partialSize(folder, seen.target);
    assert.equal(seen.range, there > 0 ? `bytes=${there}-` : undefined);
  }

  /** One run: the fault, its outcome, and that the next try works; throws what is not as it should be. */
  async #play(run: FaultRun): Promise<void> {
    const id = `owner/model-${++this.#count}`;
    const folder = this.#folders.next();
    const wrong: unknown[] = [];
    const requests: string[] = [];
    this.#server.commit(id, MODEL);
    this.#watchers.set(id, (seen) => {
      requests.push(seen.target);
      try {
        this.#watch(folder, seen);
      } catch (error) {
        wrong.push(error);
      }
    });
    let last: DownloadProgress | undefined;
    const onProgress = (progress: DownloadProgress) => (last = progress);
    const fetch = (patience: RetryPolicy) => fetchModel(hubOf(this.#server), id, folder, { patience, onProgress });
    if (run.isResumed) await this.#leaveHalf(id, run.target, folder);
    this.#server.order(id, run.target, run.fault, run.times, run.from);
    const failed = await fetch(run.patience ?? QUICK).then(
      () => undefined,
      (error: Error) => error,
    );
    this.#server.mend(id);
    if (run.error) assert.match(failed?.message ?? 'it worked', run.error);
    else if (failed) throw failed;
    else await checkWhole(folder, MODEL);
    checkNames(folder, MODEL);
    await fetch(HASTY);
    await checkWhole(folder, MODEL);
    assert.equal(last?.received, last?.total);
    requests.length = 0;
    await fetch(HASTY);
    assert.deepEqual(requests, ['revision', 'tree']);
    assert.deepEqual(wrong, []);
  }

  /** Calls a download off when half of a file has come. */
  async #leaveHalf(id: string, file: string, folder: string): Promise<void> {
    const half = sizeOf(file) / 2;
    const controller = new AbortController();
    this.#server.order(id, file, faults.stall(half));
    const running = fetchModel(hubOf(this.#server), id, folder, { signal: controller.signal });
    running.catch(() => {});
    while (partialSize(folder, file) < half) await sleep(2);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(partialSize(folder, file), half);
  }
}

/** Bytes of a file of the model that is played with. */
export function sizeOf(file: string): number {
  return MODEL[file]!.content.length;
}
