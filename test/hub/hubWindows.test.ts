import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLock } from '../../src/hub/oneDownloadPerFolder.node';
import type { DownloadProgress } from '../../src/hub/downloadProgressMeter';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import * as faults from '../helpers/hubFaults';
import { root } from '../helpers/fixtures';
import {
  checkComplete,
  downloadModel,
  hubOf,
  LARGE_FILE,
  MODEL,
  neverAborted,
  partialSize,
  QUICK_RETRIES,
  sizeOf,
} from '../helpers/hubDownloads';
import { hubSuite, type NewModel } from '../helpers/hubSuite';
import type { LoopbackHub } from '../helpers/loopbackHub';

const HALF_SIZE = sizeOf(LARGE_FILE) / 2;

/** The code of another window: a download that prints its progress, one JSON object per line. */
const WINDOW = `
  const { downloadModel } = require('./test/helpers/hubDownloads.ts');
  const print = (message) => console.log(JSON.stringify(message));
  const { endpoint, id, folder } = JSON.parse(process.argv[1]);
  downloadModel({ endpoint }, id, folder, { onProgress: print }).then(
    () => print({ done: true }),
    (error) => print({ error: error.stack }),
  );
`;

interface WindowMessage extends Partial<DownloadProgress> {
  readonly done?: boolean;
  readonly error?: string;
}

/** Another window, in a process of its own. */
class OtherWindow {
  readonly process: ChildProcess;
  readonly messages: WindowMessage[] = [];

  constructor(server: LoopbackHub, id: string, folder: string) {
    const job = JSON.stringify({ endpoint: server.endpoint, id, folder });
    this.process = spawn(process.execPath, ['--import', 'tsx', '--eval', WINDOW, job], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: this.process.stdout! }).on('line', (line) => this.messages.push(JSON.parse(line)));
  }

  async until(condition: (message: WindowMessage) => boolean | undefined): Promise<void> {
    while (!this.messages.some(condition)) {
      assert.equal(this.process.exitCode, null, `it has ended: ${JSON.stringify(this.messages.at(-1))}`);
      await sleep(5);
    }
  }

  async end(): Promise<void> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    assert.equal(this.messages.at(-1)?.error, undefined);
    assert.deepEqual(this.messages.at(-1), { done: true });
  }
}

suite('Hub: two windows', () => {
  const hub = hubSuite();
  const { newModel, newFolder } = hub;

  /** The files of a model that were requested, in order. */
  const requestedFiles = ({ requests }: NewModel) =>
    requests()
      .map(({ target }) => target)
      .filter((target) => target in MODEL);

  const halfArrives = async (folder: string) => {
    while (partialSize(folder, LARGE_FILE) < HALF_SIZE) await sleep(5);
  };

  test('the second window waits, then finds all files', async () => {
    const model = newModel();
    const { id, folder } = model;
    let resume!: () => void;
    hub.server.inject(id, LARGE_FILE, faults.stall(HALF_SIZE, new Promise<void>((resolve) => (resume = resolve))));
    const first = new OtherWindow(hub.server, id, folder);
    await halfArrives(folder);
    const second = new OtherWindow(hub.server, id, folder);
    await second.until(({ isWaiting }) => isWaiting);
    resume();
    await Promise.all([first.end(), second.end()]);
    assert.deepEqual(requestedFiles(model), ['config.json', LARGE_FILE, LARGE_FILE, 'tokenizer.json']);
    await checkComplete(folder, MODEL);
  });

  test('when the first window is killed, the second resumes its download', async () => {
    const model = newModel();
    const { id, folder } = model;
    hub.server.inject(id, LARGE_FILE, faults.stall(HALF_SIZE));
    const first = new OtherWindow(hub.server, id, folder);
    await halfArrives(folder);
    const second = new OtherWindow(hub.server, id, folder);
    const third = new OtherWindow(hub.server, id, folder);
    await Promise.all([second, third].map((window) => window.until(({ isWaiting }) => isWaiting)));
    first.process.kill('SIGKILL');
    await Promise.all([second.end(), third.end()]);
    assert.deepEqual(requestedFiles(model), [
      'config.json',
      LARGE_FILE,
      LARGE_FILE,
      LARGE_FILE,
      LARGE_FILE,
      'tokenizer.json',
    ]);
    assert.equal(hub.server.requests.findLast(({ origin }) => origin === 'cdn')!.range, `bytes=${HALF_SIZE}-`);
    await checkComplete(folder, MODEL);
  });

  test('a waiting download can be aborted', async () => {
    const { id, folder } = newModel();
    const lock = await FolderLock.acquire(folder, QUICK_RETRIES, neverAborted);
    const controller = new AbortController();
    const onProgress = ({ isWaiting }: DownloadProgress) => isWaiting && controller.abort();
    const downloading = downloadModel(hubOf(hub.server), id, folder, { signal: controller.signal, onProgress });
    await assert.rejects(downloading, { name: 'AbortError' });
    await lock.release();
    await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, MODEL);
  });

  test('downloads in one window take turns', async () => {
    const model = newModel();
    const { id, folder } = model;
    await Promise.all(Array.from({ length: 4 }, () => downloadModel(hubOf(hub.server), id, folder)));
    assert.equal(requestedFiles(model).length, 4);
    await checkComplete(folder, MODEL);
  });

  for (const [name, text] of [
    ['of a live process without heartbeats', JSON.stringify({ pid: process.pid, host: hostname(), key: 'x' })],
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', key: 'x' })],
    ['that is empty', ''],
    ['without a valid owner', '{"pid": "none"}'],
  ] as const) {
    test(`a lock ${name} is taken over after its timeout`, async () => {
      const { id, folder } = newModel();
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'left-context.lock'), text);
      let hasWaited = false;
      const onProgress = ({ isWaiting }: DownloadProgress) => void (hasWaited ||= isWaiting);
      await downloadModel(hubOf(hub.server), id, folder, {
        retryPolicy: { ...QUICK_RETRIES, lockTimeout: 100 },
        onProgress,
      });
      assert.ok(hasWaited);
      await checkComplete(folder, MODEL);
    });
  }

  test('an owner that sends heartbeats keeps its lock', async () => {
    const folder = newFolder();
    const retryPolicy = { ...QUICK_RETRIES, lockHeartbeat: 20, lockTimeout: 1_000 };
    const lock = await FolderLock.acquire(folder, retryPolicy, neverAborted);
    const second = FolderLock.acquire(folder, retryPolicy, AbortSignal.timeout(1_500));
    await assert.rejects(second, { name: 'TimeoutError' });
    assert.equal(lock.lost.aborted, false);
    await lock.release();
  });

  test('a download stops when it has lost its lock', async () => {
    const { id, folder } = newModel();
    hub.server.inject(id, LARGE_FILE, faults.stall(HALF_SIZE));
    const retryPolicy = { ...QUICK_RETRIES, lockHeartbeat: 10 };
    const downloading = downloadModel(hubOf(hub.server), id, folder, { retryPolicy });
    downloading.catch(() => {});
    await halfArrives(folder);
    writeFileSync(path.join(folder, 'left-context.lock'), 'of another');
    await assert.rejects(downloading, /Another window or process has taken over/);
    assert.equal(readFileSync(path.join(folder, 'left-context.lock'), 'utf8'), 'of another');
    rmSync(path.join(folder, 'left-context.lock'));
    await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, MODEL);
  });

  test('of many that wait for the lock of a dead process, one at a time takes it over', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    const text = JSON.stringify({ pid: dead.pid, host: hostname(), key: 'x' });
    let owners = 0;
    for (let round = 0; round < 10; round++) {
      writeFileSync(path.join(folder, 'left-context.lock'), text);
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          const lock = await FolderLock.acquire(folder, QUICK_RETRIES, neverAborted);
          assert.equal(++owners, 1);
          await sleep(2);
          owners--;
          await lock.release();
        }),
      );
    }
  });

  test('a model is not deleted while it is being downloaded', async () => {
    const { id, folder } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    const lock = await FolderLock.acquire(folder, QUICK_RETRIES, neverAborted);
    await assert.rejects(deleteModelFolder(folder), /is downloading into .*Cancel the download there/);
    await lock.release();
    await checkComplete(folder, MODEL);
    const lockFile = path.join(folder, 'left-context.lock');
    writeFileSync(lockFile, JSON.stringify({ pid: process.pid, host: hostname(), key: 'x' }));
    utimesSync(lockFile, 0, 0);
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
  });
});
