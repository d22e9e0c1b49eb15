import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLock } from '../../src/hub/folderLock.node';
import type { DownloadProgress } from '../../src/hub/progressMeter';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import * as faults from '../helpers/hubFaults';
import { root } from '../helpers/fixtures';
import { checkWhole, fetchModel, Folders, hubOf, MODEL, never, partialSize, QUICK } from '../helpers/hubScene';
import { LoopbackHub } from '../helpers/loopbackHub';

const LARGE = 'onnx/model.onnx';
const HALF = MODEL[LARGE]!.content.length / 2;

/** What another window runs: a download that tells of itself, a line each time. */
const WINDOW = `
  const { fetchModel } = require('./test/helpers/hubScene.ts');
  const tell = (what) => console.log(JSON.stringify(what));
  const { endpoint, id, folder } = JSON.parse(process.argv[1]);
  fetchModel({ endpoint }, id, folder, { onProgress: tell }).then(
    () => tell({ done: true }),
    (error) => tell({ error: error.stack }),
  );
`;

interface Told extends Partial<DownloadProgress> {
  readonly done?: boolean;
  readonly error?: string;
}

/** Another window, in a process of its own. */
class Window {
  readonly process: ChildProcess;
  readonly told: Told[] = [];

  constructor(server: LoopbackHub, id: string, folder: string) {
    const job = JSON.stringify({ endpoint: server.endpoint, id, folder });
    this.process = spawn(process.execPath, ['--import', 'tsx', '--eval', WINDOW, job], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: this.process.stdout! }).on('line', (line) => this.told.push(JSON.parse(line)));
  }

  async until(isTrue: (told: Told) => boolean | undefined): Promise<void> {
    while (!this.told.some(isTrue)) {
      assert.equal(this.process.exitCode, null, `it ended: ${JSON.stringify(this.told.at(-1))}`);
      await sleep(5);
    }
  }

  async end(): Promise<void> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
    assert.equal(this.told.at(-1)?.error, undefined);
    assert.deepEqual(this.told.at(-1), { done: true });
  }
}

suite('Hub: two windows', () => {
  let server: LoopbackHub;
  let count = 0;
  const folders = new Folders();
  suiteSetup(async () => {
    server = await LoopbackHub.start();
  });
  suiteTeardown(async () => {
    await server.stop();
    folders.remove();
  });

  function scene() {
    const id = `owner/model-${++count}`;
    server.commit(id, MODEL);
    const fetched = () =>
      server.requests.filter((seen) => seen.id === id && seen.target in MODEL).map(({ target }) => target);
    return { id, folder: folders.next(), fetched };
  }

  const halfOf = async (folder: string) => {
    while (partialSize(folder, LARGE) < HALF) await sleep(5);
  };

  test('the second one waits, and finds all files there', async () => {
    const { id, folder, fetched } = scene();
    let goOn!: () => void;
    server.order(id, LARGE, faults.stall(HALF, new Promise<void>((resolve) => (goOn = resolve))));
    const first = new Window(server, id, folder);
    await halfOf(folder);
    const second = new Window(server, id, folder);
    await second.until(({ isWaiting }) => isWaiting);
    goOn();
    await Promise.all([first.end(), second.end()]);
    assert.deepEqual(fetched(), ['config.json', LARGE, LARGE, 'tokenizer.json']);
    await checkWhole(folder, MODEL);
  });

  test('when the first is killed, the second goes on where it was', async () => {
    const { id, folder, fetched } = scene();
    server.order(id, LARGE, faults.stall(HALF));
    const first = new Window(server, id, folder);
    await halfOf(folder);
    const second = new Window(server, id, folder);
    const third = new Window(server, id, folder);
    await Promise.all([second, third].map((window) => window.until(({ isWaiting }) => isWaiting)));
    first.process.kill('SIGKILL');
    await Promise.all([second.end(), third.end()]);
    assert.deepEqual(fetched(), ['config.json', LARGE, LARGE, LARGE, LARGE, 'tokenizer.json']);
    assert.equal(server.requests.findLast(({ origin }) => origin === 'cdn')!.range, `bytes=${HALF}-`);
    await checkWhole(folder, MODEL);
  });

  test('who waits can be called off', async () => {
    const { id, folder } = scene();
    const lock = await FolderLock.acquire(folder, QUICK, never);
    const controller = new AbortController();
    const onProgress = ({ isWaiting }: DownloadProgress) => isWaiting && controller.abort();
    const waiting = fetchModel(hubOf(server), id, folder, { signal: controller.signal, onProgress });
    await assert.rejects(waiting, { name: 'AbortError' });
    await lock.release();
    await fetchModel(hubOf(server), id, folder);
    await checkWhole(folder, MODEL);
  });

  test('two calls in one window take turns', async () => {
    const { id, folder, fetched } = scene();
    await Promise.all(Array.from({ length: 4 }, () => fetchModel(hubOf(server), id, folder)));
    assert.equal(fetched().length, 4);
    await checkWhole(folder, MODEL);
  });

  for (const [name, text] of [
    ['of a process that lives but gives no sign', JSON.stringify({ pid: process.pid, host: hostname(), key: 'x' })],
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', key: 'x' })],
    ['that was never written', ''],
    ['that says nothing of a process', '{"pid": "none"}'],
  ] as const) {
    test(`a lock ${name} is taken over in time`, async () => {
      const { id, folder } = scene();
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'left-context.lock'), text);
      let hasWaited = false;
      const onProgress = ({ isWaiting }: DownloadProgress) => void (hasWaited ||= isWaiting);
      await fetchModel(hubOf(server), id, folder, { patience: { ...QUICK, lockStale: 100 }, onProgress });
      assert.ok(hasWaited);
      await checkWhole(folder, MODEL);
    });
  }

  test('an owner that gives signs of life keeps its lock', async () => {
    const folder = folders.next();
    const patience = { ...QUICK, lockBeat: 20, lockStale: 1_000 };
    const lock = await FolderLock.acquire(folder, patience, never);
    const second = FolderLock.acquire(folder, patience, AbortSignal.timeout(1_500));
    await assert.rejects(second, { name: 'TimeoutError' });
    assert.equal(lock.lost.aborted, false);
    await lock.release();
  });

  test('who has lost the folder stops', async () => {
    const { id, folder } = scene();
    server.order(id, LARGE, faults.stall(HALF));
    const patience = { ...QUICK, lockBeat: 10 };
    const running = fetchModel(hubOf(server), id, folder, { patience });
    running.catch(() => {});
    await halfOf(folder);
    writeFileSync(path.join(folder, 'left-context.lock'), 'of another');
    await assert.rejects(running, /Another window or process has taken over/);
    assert.equal(readFileSync(path.join(folder, 'left-context.lock'), 'utf8'), 'of another');
    rmSync(path.join(folder, 'left-context.lock'));
    await fetchModel(hubOf(server), id, folder);
    await checkWhole(folder, MODEL);
  });

  test('of many that wait for the lock of a dead process, one has it at a time', async () => {
    const folder = folders.next();
    mkdirSync(folder, { recursive: true });
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    const text = JSON.stringify({ pid: dead.pid, host: hostname(), key: 'x' });
    let owners = 0;
    for (let round = 0; round < 10; round++) {
      writeFileSync(path.join(folder, 'left-context.lock'), text);
      await Promise.all(
        Array.from({ length: 6 }, async () => {
          const lock = await FolderLock.acquire(folder, QUICK, never);
          assert.equal(++owners, 1);
          await sleep(2);
          owners--;
          await lock.release();
        }),
      );
    }
  });

  test('a model is not removed while it is on its way', async () => {
    const { id, folder } = scene();
    await fetchModel(hubOf(server), id, folder);
    const lock = await FolderLock.acquire(folder, QUICK, never);
    await assert.rejects(deleteModelFolder(folder), /is downloading into .*Stop it there/);
    await lock.release();
    await checkWhole(folder, MODEL);
    const left = path.join(folder, 'left-context.lock');
    writeFileSync(left, JSON.stringify({ pid: process.pid, host: hostname(), key: 'x' }));
    utimesSync(left, 0, 0);
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
  });
});
