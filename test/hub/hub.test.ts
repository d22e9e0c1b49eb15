import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { download } from '../../src/hub/downloadModelFiles.node';
import type { DownloadProgress } from '../../src/hub/downloadProgressMeter';
import { readRecord } from '../../src/hub/modelRecord.node';
import { sizeOnDisk } from '../../src/hub/sizeOnDisk.node';
import * as faults from '../helpers/hubFaults';
import {
  checkComplete,
  downloadModel,
  hubOf,
  LARGE_FILE,
  MODEL,
  neverAborted,
  NO_RETRIES,
  partialSize,
  QUICK_RETRIES,
} from '../helpers/hubDownloads';
import { hubSuite } from '../helpers/hubSuite';
import { LoopbackHub, randomBytes, type HubFile } from '../helpers/loopbackHub';
import { verifyFolder } from '../helpers/verifyFolder';

suite('Hub: download', () => {
  const hub = hubSuite();
  const { newModel, newFolder } = hub;

  const changed: Readonly<Record<string, HubFile>> = {
    'config.json': MODEL['config.json']!,
    [LARGE_FILE]: { content: randomBytes(90_000, 4), isLarge: true },
    'special_tokens_map.json': { content: randomBytes(300, 5), isLarge: false },
  };

  test('downloads a model and writes a record of it', async () => {
    const { id, revision, folder } = newModel();
    const record = await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, MODEL);
    assert.deepEqual(await readRecord(folder), record);
    assert.equal(record.revision, revision);
    assert.equal(record.endpoint, hub.server.endpoint.replace(/\/$/, ''));
    const size = Object.values(MODEL).reduce((sum, { content }) => sum + content.length, 0);
    assert.equal(await sizeOnDisk(folder), size + readFileSync(path.join(folder, 'left-context.json')).length);
  });

  test('sends the token to the endpoint’s own origin, and to no other', async () => {
    const { id, folder, requests } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    for (const { origin, authorization } of requests())
      assert.equal(authorization, origin === 'hub' ? 'Bearer hf_secret' : undefined);
  });

  test('does not send the token on the way back from another origin', async () => {
    const { id, folder, requests } = newModel();
    const back = `${hub.server.endpoint}${id}/resolve/main/config.json`;
    hub.server.inject(
      id,
      LARGE_FILE,
      faults.redirect(() => back),
    );
    await downloadModel(hubOf(hub.server), id, folder);
    const returned = requests().find(({ url }) => url.endsWith('resolve/main/config.json'));
    assert.ok(returned && returned.authorization === undefined);
  });

  test('downloads files with special names, and empty ones', async () => {
    const files = {
      'a b/ü#?%&+.json': { content: randomBytes(50, 6), isLarge: false },
      'empty.txt': { content: Buffer.of(), isLarge: false },
      __proto__: { content: randomBytes(5, 7), isLarge: true },
    };
    const { id, folder } = newModel(files);
    await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, files);
  });

  test('resumes an aborted download, and requests the rest of this version', async () => {
    const { id, folder, requests } = newModel();
    const half = MODEL[LARGE_FILE]!.content.length / 2;
    const controller = new AbortController();
    hub.server.inject(id, LARGE_FILE, faults.stall(half));
    const running = downloadModel(hubOf(hub.server), id, folder, {
      signal: controller.signal,
      onProgress: ({ received }) => received > half && controller.abort(),
    });
    while (!controller.signal.aborted && partialSize(folder, LARGE_FILE) < half) await new Promise(setImmediate);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(partialSize(folder, LARGE_FILE), half);
    const before = requests().length;
    await downloadModel(hubOf(hub.server), id, folder);
    const later = requests().slice(before);
    const targets = later.map(({ target }) => target);
    assert.deepEqual(targets, ['revision', 'tree', LARGE_FILE, LARGE_FILE, 'tokenizer.json']);
    assert.equal(later[3]!.range, `bytes=${half}-`);
    assert.match(later[3]!.ifRange!, /^"[0-9a-f]{40}-1"$/);
    await checkComplete(folder, MODEL);
  });

  for (const [name, change] of Object.entries<(file: string) => void>({
    longer: (file) => appendFileSync(file, Buffer.alloc(200_000)),
    'wrong in the middle': (file) => writeFileSync(file, Buffer.alloc(60_000, 3)),
    'complete but wrong': (file) => writeFileSync(file, Buffer.alloc(120_000, 3)),
    'complete and right': (file) => writeFileSync(file, MODEL[LARGE_FILE]!.content),
    empty: (file) => truncateSync(file, 0),
    missing: (file) => rmSync(file),
  })) {
    test(`completes a partial that is ${name}`, async () => {
      const { id, folder } = newModel();
      hub.server.inject(id, LARGE_FILE, faults.cut(60_000));
      await assert.rejects(downloadModel(hubOf(hub.server), id, folder, { retryPolicy: NO_RETRIES }));
      writeFileSync(path.join(folder, `${LARGE_FILE}.partial`), MODEL[LARGE_FILE]!.content.subarray(0, 50_000));
      change(path.join(folder, `${LARGE_FILE}.partial`));
      await downloadModel(hubOf(hub.server), id, folder);
      await checkComplete(folder, MODEL);
    });
  }

  test('does not resume a partial of unknown content', async () => {
    const { id, folder, requests } = newModel();
    mkdirSync(path.join(folder, 'onnx'), { recursive: true });
    writeFileSync(path.join(folder, `${LARGE_FILE}.partial`), Buffer.alloc(1_000));
    await downloadModel(hubOf(hub.server), id, folder);
    assert.ok(requests().every(({ range }) => range === undefined));
    await checkComplete(folder, MODEL);
  });

  test('resumes from a mirror, which may use other ETags', async () => {
    const { id, folder, requests } = newModel();
    const mirror = await LoopbackHub.start();
    mirror.commit(id, MODEL);
    mirror.inject(id, LARGE_FILE, faults.cut(60_000));
    await assert.rejects(downloadModel(hubOf(mirror), id, folder, { retryPolicy: NO_RETRIES }));
    await mirror.stop();
    writeFileSync(path.join(folder, `${LARGE_FILE}.partial`), MODEL[LARGE_FILE]!.content.subarray(0, 50_000));
    await downloadModel(hubOf(hub.server), id, folder);
    const ranges = requests().filter(({ target }) => target === LARGE_FILE);
    assert.deepEqual(
      ranges.map(({ range, ifRange }) => [range, ifRange]),
      Array(2).fill(['bytes=50000-', undefined]),
    );
    await checkComplete(folder, MODEL);
  });

  test('an update downloads changed files only, and the old model stays usable until all have arrived', async () => {
    const { id, folder, requests } = newModel();
    const oldRecord = await downloadModel(hubOf(hub.server), id, folder);
    hub.server.commit(id, changed);
    hub.server.inject(id, 'special_tokens_map.json', faults.status(500));
    await assert.rejects(downloadModel(hubOf(hub.server), id, folder, { retryPolicy: NO_RETRIES }), /500/);
    assert.deepEqual(await verifyFolder(folder, neverAborted), []);
    assert.deepEqual(await readRecord(folder), oldRecord);
    const before = requests().length;
    await downloadModel(hubOf(hub.server), id, folder);
    const targets = requests()
      .slice(before)
      .map(({ target }) => target);
    assert.deepEqual(targets, ['revision', 'tree', 'special_tokens_map.json']);
    await checkComplete(folder, changed);
  });

  for (const event of ['changes', 'disappears'] as const) {
    for (const at of [0, 0.5, 1]) {
      test(`never mixes two versions when a repository ${event} at ${at} of a file`, async () => {
        const { id, folder } = newModel();
        const change = () => (event === 'changes' ? hub.server.commit(id, changed) : hub.server.delete(id));
        hub.server.inject(
          id,
          LARGE_FILE,
          faults.meanwhile(change, faults.cut(at * MODEL[LARGE_FILE]!.content.length - 1)),
        );
        const error = event === 'changes' ? /broke/ : /has no onnx\/model.onnx of owner\/model-\d+ at revision/;
        const retryPolicy = event === 'changes' ? NO_RETRIES : QUICK_RETRIES;
        await assert.rejects(downloadModel(hubOf(hub.server), id, folder, { retryPolicy }), error);
        assert.ok(!existsSync(path.join(folder, 'config.json')));
        if (event === 'disappears') {
          await assert.rejects(downloadModel(hubOf(hub.server), id, folder), /has no model owner\/model-\d+ \(404\)/);
          hub.server.commit(id, changed);
        }
        await downloadModel(hubOf(hub.server), id, folder);
        await checkComplete(folder, changed);
      });
    }
  }

  test('reports received bytes of all files together, and the speed', async () => {
    const { id, folder } = newModel();
    const reports: DownloadProgress[] = [];
    hub.server.inject(id, LARGE_FILE, faults.drip(4_000, 30));
    const started = performance.now();
    await downloadModel(hubOf(hub.server), id, folder, { onProgress: (progress) => reports.push(progress) });
    assert.ok(reports.length <= 3 + (performance.now() - started) / 100, `${reports.length} reports`);
    const last = reports.at(-1)!;
    assert.deepEqual([last.received, last.total, last.isWaiting], [127_000, 127_000, false]);
    assert.ok(reports.some(({ bytesPerSecond }) => bytesPerSecond > 0));
  });

  for (const [name, problem] of [
    [LARGE_FILE, 'content'],
    ['config.json', 'size'],
    ['tokenizer.json', 'missing'],
  ] as const) {
    test(`repairs a file with the problem “${problem}”, and downloads no other`, async () => {
      const { id, folder, requests } = newModel();
      await downloadModel(hubOf(hub.server), id, folder);
      const file = path.join(folder, name);
      if (problem === 'content') writeFileSync(file, Buffer.alloc(120_000));
      else if (problem === 'size') appendFileSync(file, 'x');
      else rmSync(file);
      assert.deepEqual(await verifyFolder(folder, neverAborted), [{ path: name, problem }]);
      const before = requests().length;
      await downloadModel(hubOf(hub.server), id, folder);
      const targets = new Set(
        requests()
          .slice(before)
          .map(({ target }) => target),
      );
      assert.deepEqual([...targets], ['revision', 'tree', name]);
      await checkComplete(folder, MODEL);
    });
  }

  test('does not touch the folder of another model', async () => {
    const { id, folder } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    const other = newModel().id;
    await assert.rejects(
      downloadModel(hubOf(hub.server), other, folder),
      RegExp(`holds ${id}. Remove that model first`),
    );
    await checkComplete(folder, MODEL);
  });

  test('replaces a damaged record without downloading files', async () => {
    const { id, folder, requests } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    writeFileSync(path.join(folder, 'left-context.json'), '{"id": "own');
    await assert.rejects(verifyFolder(folder, neverAborted), /left-context\.json is damaged/);
    const before = requests().length;
    await downloadModel(hubOf(hub.server), id, folder);
    assert.equal(requests().length, before + 2);
    await checkComplete(folder, MODEL);
  });

  for (const [name, paths, error] of [
    ['the record', ['left-context.json'], /Left Context reserves/],
    ['the lock', ['Left-Context.lock'], /Left Context reserves/],
    ['partials', ['model.onnx', 'model.onnx.partial'], /Left Context reserves/],
    ['each other', ['Config.json', 'config.json'], /the same file on many disks/],
    ['files outside the folder', ['../config.json'], /not a path inside/],
  ] as const) {
    test(`refuses file names that collide with ${name}`, async () => {
      const files = paths.map((each) => ({ path: each, size: 1, digest: { gitSha1: '' } }));
      const repository = { id: 'owner/name', revision: '', files };
      await assert.rejects(
        download(hubOf(hub.server), repository, files, newFolder(), { signal: neverAborted }),
        error,
      );
    });
  }
});
