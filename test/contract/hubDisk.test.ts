import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { download } from '../../src/hub/download.node';
import { listRepository } from '../../src/hub/listRepository.node';
import { readRecord } from '../../src/hub/modelRecord.node';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import { sizeOnDisk } from '../../src/hub/sizeOnDisk.node';
import { verifyFolder } from '../../src/hub/verifyFolder.node';
import { root } from '../helpers/fixtures';
import * as faults from '../helpers/hubFaults';
import { checkWhole, fetchModel, Folders, HASTY, hubOf, MODEL, never, partialSize } from '../helpers/hubScene';
import { LoopbackHub } from '../helpers/loopbackHub';

const LARGE = 'onnx/model.onnx';

/** Downloads onto a disk of 200 kB that fills up; makes room and tries again; removes it all when it is full again. */
const FULL_DISK = `
  const assert = require('node:assert/strict');
  const { existsSync, rmSync, writeFileSync } = require('node:fs');
  const { checkNames, checkWhole, fetchModel, MODEL } = require('./test/helpers/hubScene.ts');
  const { endpoint, id, folder } = JSON.parse(process.argv[1]);
  const filler = process.env.DISK + '/filler';
  const fill = () => {
    if (existsSync(filler)) return;
    try { writeFileSync(filler, Buffer.alloc(400_000)); } catch {}
  };
  (async () => {
    let message = 'it worked';
    const onProgress = ({ file, received }) => file === 'onnx/model.onnx' && received > 30_000 && fill();
    await fetchModel({ endpoint }, id, folder, { onProgress }).catch((error) => (message = error.message));
    checkNames(folder, MODEL);
    const kept = require('node:fs').statSync(folder + '/onnx/model.onnx.partial').size;
    rmSync(filler);
    await fetchModel({ endpoint }, id, folder);
    await checkWhole(folder, MODEL);
    fill();
    await require('./src/hub/deleteModelFolder.node.ts').deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
    console.log(JSON.stringify({ message, kept }));
  })();
`;

suite('Hub: the disk', () => {
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
    return { id, folder: folders.next() };
  }

  test('a disk that fills up meanwhile', async function () {
    // A small disk of one's own takes no rights on Linux, where a sandbox does not forbid it.
    const unshare = ['--user', '--map-root-user', '--mount', 'sh', '-c'];
    const mount = 'mount -t tmpfs -o size=200k tmpfs "$DISK"';
    const disk = folders.next();
    mkdirSync(disk, { recursive: true });
    const env = { ...process.env, DISK: disk };
    if (spawnSync('unshare', [...unshare, mount], { env }).status !== 0) this.skip();
    const { id } = scene();
    server.order(id, LARGE, faults.drip(4_096, 5));
    const job = JSON.stringify({ endpoint: server.endpoint, id, folder: path.join(disk, 'model') });
    const command = `${mount} && exec "$@"`;
    const args = [...unshare, command, 'sh', process.execPath, '--import', 'tsx', '--eval', FULL_DISK, job];
    const child = spawn('unshare', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const { message, kept } = JSON.parse(told) as { message: string; kept: number };
    assert.match(message, /The disk is full: .*model\.onnx.* cannot be written\. Make room and try again.*\(ENOSPC\)/);
    assert.ok(kept > 0 && kept < MODEL[LARGE]!.content.length);
    assert.ok(server.requests.some(({ id: of, range }) => of === id && range === `bytes=${kept}-`));
  });

  test('a disk that is too small from the start', async () => {
    const { id, folder } = scene();
    const repository = await listRepository(hubOf(server), id, never);
    const files = repository.files.map((file) => (file.path === LARGE ? { ...file, size: 2 ** 52 } : file));
    const running = download(hubOf(server), repository, files, folder, { signal: never });
    await assert.rejects(running, /too little room .*: 4,503,599,62\d MB more are needed, and [\d,.]+ MB are free/);
    assert.ok(!existsSync(path.join(folder, 'config.json')));
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
  });

  for (const target of ['/dev/full', '/dev/null', '../elsewhere', '../nowhere']) {
    test(`a partial that is a link to ${target} is not written through`, async function () {
      if (process.platform === 'win32') this.skip();
      const { id, folder } = scene();
      mkdirSync(path.join(folder, 'onnx'), { recursive: true });
      writeFileSync(path.join(folder, 'elsewhere'), 'dear');
      for (const name of [LARGE, 'left-context.json']) symlinkSync(target, path.join(folder, `${name}.partial`));
      await fetchModel(hubOf(server), id, folder);
      assert.ok(lstatSync(path.join(folder, LARGE)).isFile());
      assert.deepEqual(await verifyFolder(folder, never), []);
      assert.equal(readFileSync(path.join(folder, 'elsewhere'), 'utf8'), 'dear');
      assert.ok(!existsSync(path.join(folder, 'nowhere')));
    });
  }

  test('a final name that is a link is replaced, not followed', async function () {
    if (process.platform === 'win32') this.skip();
    const { id, folder } = scene();
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, '..', 'other.json'), 'dear');
    symlinkSync('../other.json', path.join(folder, 'config.json'));
    await fetchModel(hubOf(server), id, folder);
    await checkWhole(folder, MODEL);
    assert.equal(readFileSync(path.join(folder, '..', 'other.json'), 'utf8'), 'dear');
  });

  for (const [name, prepare, error] of [
    [
      'a file where the folder should be',
      (folder) => writeFileSync(folder, ''),
      /in the way of .*\((EEXIST|ENOTDIR)\)/,
    ],
    ['a file where a folder below should be', (folder) => inFolder(folder, 'onnx'), /in the way of .*onnx.*\(E/],
    ['a folder where a partial should be', (folder) => below(folder, 'config.json.partial'), /in the way of .*EISDIR/],
    ['a folder where a file should be', (folder) => below(folder, 'config.json/x'), /in the way of .*config\.json/],
    ['a folder where the lock should be', (folder) => below(folder, 'left-context.lock'), /in the way of .*\.lock/],
  ] as [string, (folder: string) => void, RegExp][]) {
    test(`${name} is told`, async () => {
      const { id, folder } = scene();
      mkdirSync(path.dirname(folder), { recursive: true });
      prepare(folder);
      await assert.rejects(fetchModel(hubOf(server), id, folder), error);
    });
  }

  test('a folder that may not be written is told', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    const { id, folder } = scene();
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o500);
    await assert.rejects(fetchModel(hubOf(server), id, folder), /may not be written or read.*EACCES/);
  });

  test('a model is removed with all that downloads have put there, and nothing else', async function () {
    const { id, folder } = scene();
    await fetchModel(hubOf(server), id, folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'dear');
    writeFileSync(path.join(folder, `${LARGE}.partial`), 'half');
    await deleteModelFolder(folder);
    assert.deepEqual(readdirSync(folder), ['notes.txt']);
    await assert.rejects(deleteModelFolder(folder), /no folder of a downloaded model, so nothing is removed/);
  });

  test('half a model is removed, too', async () => {
    const { id, folder } = scene();
    server.order(id, LARGE, faults.cut(60_000));
    await assert.rejects(fetchModel(hubOf(server), id, folder, { patience: HASTY }));
    assert.ok(existsSync(path.join(folder, 'config.json.partial')) && partialSize(folder, 'config.json') === 2_000);
    assert.equal(await readRecord(folder), undefined);
    await assert.rejects(verifyFolder(folder, never), /has no left-context\.json/);
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
    assert.equal(await sizeOnDisk(folder), 0);
  });

  test('removing follows no links', async function () {
    if (process.platform === 'win32') this.skip();
    const { id, folder } = scene();
    const { folder: other } = scene();
    await fetchModel(hubOf(server), id, folder);
    await fetchModel(hubOf(server), id, other);
    symlinkSync(other, path.join(folder, 'onnx', 'more'));
    symlinkSync(path.join(other, 'config.json'), path.join(folder, `${LARGE}.partial`));
    await deleteModelFolder(folder);
    assert.deepEqual([...readdirSync(folder), ...readdirSync(path.join(folder, 'onnx'))], ['onnx', 'more']);
    await checkWhole(other, MODEL);
    symlinkSync(other, `${folder} linked`);
    await assert.rejects(deleteModelFolder(`${folder} linked`), /no folder of a downloaded model/);
    await checkWhole(other, MODEL);
  });

  test('a record of paths that lead elsewhere is not believed', async () => {
    const { id, folder } = scene();
    await fetchModel(hubOf(server), id, folder);
    const file = path.join(folder, 'left-context.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('tokenizer.json', '../../victim'));
    await assert.rejects(readRecord(folder), /names a file ".*victim".*not a path inside/);
  });
});

function below(folder: string, name: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
}

function inFolder(folder: string, name: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, name), '');
}
