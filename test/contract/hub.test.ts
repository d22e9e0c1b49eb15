import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { download } from '../../src/hub/download.node';
import type { DownloadProgress } from '../../src/hub/progressMeter';
import { readRecord } from '../../src/hub/modelRecord.node';
import { sizeOnDisk } from '../../src/hub/sizeOnDisk.node';
import { verifyFolder } from '../../src/hub/verifyFolder.node';
import * as faults from '../helpers/hubFaults';
import { checkWhole, fetchModel, Folders, HASTY, hubOf, MODEL, never, partialSize, QUICK } from '../helpers/hubScene';
import { LoopbackHub, randomBytes, type Served } from '../helpers/loopbackHub';

const LARGE = 'onnx/model.onnx';

suite('Hub: download', () => {
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

  /** A new repository, and a folder for it. */
  function scene(files: Readonly<Record<string, Served>> = MODEL) {
    const id = `owner/model-${++count}`;
    const revision = server.commit(id, files);
    const requests = () => server.requests.filter((seen) => seen.id === id);
    return { id, revision, folder: folders.next(), requests };
  }

  const changed: Readonly<Record<string, Served>> = {
    'config.json': MODEL['config.json']!,
    [LARGE]: { content: randomBytes(90_000, 4), isLarge: true },
    'special_tokens_map.json': { content: randomBytes(300, 5), isLarge: false },
  };

  test('brings a model and writes what it has brought', async () => {
    const { id, revision, folder } = scene();
    const record = await fetchModel(hubOf(server), id, folder);
    await checkWhole(folder, MODEL);
    assert.deepEqual(await readRecord(folder), record);
    assert.equal(record.revision, revision);
    assert.equal(record.endpoint, server.endpoint.replace(/\/$/, ''));
    const size = Object.values(MODEL).reduce((sum, { content }) => sum + content.length, 0);
    assert.equal(await sizeOnDisk(folder), size + readFileSync(path.join(folder, 'left-context.json')).length);
  });

  test('sends the token to the endpoint’s own origin, and to no other', async () => {
    const { id, folder, requests } = scene();
    await fetchModel(hubOf(server), id, folder);
    for (const { origin, authorization } of requests())
      assert.equal(authorization, origin === 'hub' ? 'Bearer hf_secret' : undefined);
  });

  test('does not send the token on the way back from another origin', async () => {
    const { id, folder, requests } = scene();
    const back = `${server.endpoint}${id}/resolve/main/config.json`;
    server.order(
      id,
      LARGE,
      faults.redirect(() => back),
    );
    await fetchModel(hubOf(server), id, folder);
    const returned = requests().find((seen) => seen.url.endsWith('resolve/main/config.json'));
    assert.ok(returned && returned.authorization === undefined);
  });

  test('has files of any name and no length', async () => {
    const files = {
      'a b/ü#?%&+.json': { content: randomBytes(50, 6), isLarge: false },
      'empty.txt': { content: Buffer.of(), isLarge: false },
      __proto__: { content: randomBytes(5, 7), isLarge: true },
    };
    const { id, folder } = scene(files);
    await fetchModel(hubOf(server), id, folder);
    await checkWhole(folder, files);
  });

  test('goes on with what an aborted try has left, asking for that version', async () => {
    const { id, folder, requests } = scene();
    const half = MODEL[LARGE]!.content.length / 2;
    const controller = new AbortController();
    server.order(id, LARGE, faults.stall(half));
    const running = fetchModel(hubOf(server), id, folder, {
      signal: controller.signal,
      onProgress: ({ received }) => received > half && controller.abort(),
    });
    while (!controller.signal.aborted && partialSize(folder, LARGE) < half) await new Promise(setImmediate);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(partialSize(folder, LARGE), half);
    const before = requests().length;
    await fetchModel(hubOf(server), id, folder);
    const again = requests().slice(before);
    const fetched = again.map(({ target }) => target);
    assert.deepEqual(fetched, ['revision', 'tree', LARGE, LARGE, 'tokenizer.json']);
    assert.equal(again[3]!.range, `bytes=${half}-`);
    assert.match(again[3]!.ifRange!, /^"[0-9a-f]{40}-1"$/);
    await checkWhole(folder, MODEL);
  });

  for (const [name, spoil] of Object.entries<(file: string) => void>({
    longer: (file) => appendFileSync(file, Buffer.alloc(200_000)),
    'spoilt in the middle': (file) => writeFileSync(file, Buffer.alloc(60_000, 3)),
    'complete but wrong': (file) => writeFileSync(file, Buffer.alloc(120_000, 3)),
    'complete and right': (file) => writeFileSync(file, MODEL[LARGE]!.content),
    empty: (file) => truncateSync(file, 0),
    gone: (file) => rmSync(file),
  })) {
    test(`makes the best of a partial that is ${name}`, async () => {
      const { id, folder } = scene();
      server.order(id, LARGE, faults.cut(60_000));
      await assert.rejects(fetchModel(hubOf(server), id, folder, { patience: HASTY }));
      writeFileSync(path.join(folder, `${LARGE}.partial`), MODEL[LARGE]!.content.subarray(0, 50_000));
      spoil(path.join(folder, `${LARGE}.partial`));
      await fetchModel(hubOf(server), id, folder);
      await checkWhole(folder, MODEL);
    });
  }

  test('does not go on with a partial of which nothing is known', async () => {
    const { id, folder, requests } = scene();
    mkdirSync(path.join(folder, 'onnx'), { recursive: true });
    writeFileSync(path.join(folder, `${LARGE}.partial`), Buffer.alloc(1_000));
    await fetchModel(hubOf(server), id, folder);
    assert.ok(requests().every(({ range }) => range === undefined));
    await checkWhole(folder, MODEL);
  });

  test('goes on at a mirror, which may name versions otherwise', async () => {
    const { id, folder, requests } = scene();
    const mirror = await LoopbackHub.start();
    mirror.commit(id, MODEL);
    mirror.order(id, LARGE, faults.cut(60_000));
    await assert.rejects(fetchModel(hubOf(mirror), id, folder, { patience: HASTY }));
    await mirror.stop();
    writeFileSync(path.join(folder, `${LARGE}.partial`), MODEL[LARGE]!.content.subarray(0, 50_000));
    await fetchModel(hubOf(server), id, folder);
    const asked = requests().filter(({ target }) => target === LARGE);
    assert.deepEqual(
      asked.map(({ range, ifRange }) => [range, ifRange]),
      Array(2).fill(['bytes=50000-', undefined]),
    );
    await checkWhole(folder, MODEL);
  });

  test('an update fetches what has changed, and the model stays whole until all of it is there', async () => {
    const { id, folder, requests } = scene();
    const old = await fetchModel(hubOf(server), id, folder);
    server.commit(id, changed);
    server.order(id, 'special_tokens_map.json', faults.status(500));
    await assert.rejects(fetchModel(hubOf(server), id, folder, { patience: HASTY }), /500/);
    assert.deepEqual(await verifyFolder(folder, never), []);
    assert.deepEqual(await readRecord(folder), old);
    const before = requests().length;
    await fetchModel(hubOf(server), id, folder);
    const fetched = requests()
      .slice(before)
      .map(({ target }) => target);
    assert.deepEqual(fetched, ['revision', 'tree', 'special_tokens_map.json']);
    await checkWhole(folder, changed);
  });

  for (const happens of ['changes', 'disappears'] as const) {
    for (const at of [0, 0.5, 1]) {
      test(`a repository that ${happens} at ${at} of a file is not mixed with another`, async () => {
        const { id, folder } = scene();
        const happen = () => (happens === 'changes' ? server.commit(id, changed) : server.disappear(id));
        server.order(id, LARGE, faults.meanwhile(happen, faults.cut(at * MODEL[LARGE]!.content.length - 1)));
        const error = happens === 'changes' ? /broke/ : /has no onnx\/model.onnx of owner\/model-\d+ at revision/;
        const patience = happens === 'changes' ? HASTY : QUICK;
        await assert.rejects(fetchModel(hubOf(server), id, folder, { patience }), error);
        assert.ok(!existsSync(path.join(folder, 'config.json')));
        if (happens === 'disappears') {
          await assert.rejects(fetchModel(hubOf(server), id, folder), /has no model owner\/model-\d+ \(404\)/);
          server.commit(id, changed);
        }
        await fetchModel(hubOf(server), id, folder);
        await checkWhole(folder, changed);
      });
    }
  }

  test('tells what has come, of all files together, and how fast', async () => {
    const { id, folder } = scene();
    const seen: DownloadProgress[] = [];
    server.order(id, LARGE, faults.drip(4_000, 30));
    const begun = performance.now();
    await fetchModel(hubOf(server), id, folder, { onProgress: (progress) => seen.push(progress) });
    assert.ok(seen.length <= 3 + (performance.now() - begun) / 100, `${seen.length} reports`);
    const last = seen.at(-1)!;
    assert.deepEqual([last.received, last.total, last.isWaiting], [127_000, 127_000, false]);
    assert.ok(seen.some(({ bytesPerSecond }) => bytesPerSecond > 0));
  });

  for (const [name, problem] of [
    [LARGE, 'content'],
    ['config.json', 'size'],
    ['tokenizer.json', 'missing'],
  ] as const) {
    test(`a file whose ${problem} differs is found, and mended alone`, async () => {
      const { id, folder, requests } = scene();
      await fetchModel(hubOf(server), id, folder);
      const file = path.join(folder, name);
      if (problem === 'content') writeFileSync(file, Buffer.alloc(120_000));
      else if (problem === 'size') appendFileSync(file, 'x');
      else rmSync(file);
      assert.deepEqual(await verifyFolder(folder, never), [{ path: name, problem }]);
      const before = requests().length;
      await fetchModel(hubOf(server), id, folder);
      const fetched = new Set(
        requests()
          .slice(before)
          .map(({ target }) => target),
      );
      assert.deepEqual([...fetched], ['revision', 'tree', name]);
      await checkWhole(folder, MODEL);
    });
  }

  test('another model’s folder is left alone', async () => {
    const { id, folder } = scene();
    await fetchModel(hubOf(server), id, folder);
    const other = scene().id;
    await assert.rejects(fetchModel(hubOf(server), other, folder), RegExp(`holds ${id}. Remove it first`));
    await checkWhole(folder, MODEL);
  });

  test('a damaged record is written anew, with nothing fetched', async () => {
    const { id, folder, requests } = scene();
    await fetchModel(hubOf(server), id, folder);
    writeFileSync(path.join(folder, 'left-context.json'), '{"id": "own');
    await assert.rejects(verifyFolder(folder, never), /left-context\.json is damaged/);
    const before = requests().length;
    await fetchModel(hubOf(server), id, folder);
    assert.equal(requests().length, before + 2);
    await checkWhole(folder, MODEL);
  });

  for (const [name, paths, error] of [
    ['the record', ['left-context.json'], /keeps for itself/],
    ['the lock', ['Left-Context.lock'], /keeps for itself/],
    ['partials', ['model.onnx', 'model.onnx.partial'], /keeps for itself/],
    ['one another', ['Config.json', 'config.json'], /one file on many disks/],
    ['what is above', ['../config.json'], /not a path inside/],
  ] as const) {
    test(`files that could be taken for ${name} are refused`, async () => {
      const files = paths.map((each) => ({ path: each, size: 1, digest: { gitSha1: '' } }));
      const repository = { id: 'owner/name', revision: '', files };
      await assert.rejects(download(hubOf(server), repository, files, folders.next(), { signal: never }), error);
    });
  }
});
