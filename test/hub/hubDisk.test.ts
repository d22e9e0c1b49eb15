import assert from 'node:assert/strict';
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
import { download } from '../../src/hub/downloadModelFiles.node';
import { listRepository } from '../../src/hub/listFilesOnHub.node';
import { readRecord } from '../../src/hub/modelRecord.node';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import { sizeOnDisk } from '../../src/hub/sizeOnDisk.node';
import * as faults from '../helpers/hubFaults';
import {
  checkComplete,
  downloadModel,
  NO_RETRIES,
  hubOf,
  LARGE_FILE,
  MODEL,
  neverAborted,
  partialSize,
  sizeOf,
} from '../helpers/hubDownloads';
import { hubSuite } from '../helpers/hubSuite';
import { runOnSmallDisk } from '../helpers/smallDisk';
import { verifyFolder } from '../helpers/verifyFolder';

/** Downloads onto a disk that fills up; frees space and resumes; fills the disk again and deletes the model. */
const FULL_DISK = `
  const assert = require('node:assert/strict');
  const { existsSync, rmSync, statSync, writeFileSync } = require('node:fs');
  const { checkFinalFiles, checkComplete, downloadModel, MODEL } = require('./test/helpers/hubDownloads.ts');
  const { endpoint, id } = JSON.parse(process.argv[1]);
  const folder = process.env.DISK + '/model';
  const filler = process.env.DISK + '/filler';
  const fill = () => {
    if (existsSync(filler)) return;
    try { writeFileSync(filler, Buffer.alloc(400_000)); } catch {}
  };
  (async () => {
    let message = 'no error';
    const onProgress = ({ file, received }) => file === 'onnx/model.onnx' && received > 30_000 && fill();
    await downloadModel({ endpoint }, id, folder, { onProgress }).catch((error) => (message = error.message));
    checkFinalFiles(folder, MODEL);
    const partialBytes = statSync(folder + '/onnx/model.onnx.partial').size;
    rmSync(filler);
    await downloadModel({ endpoint }, id, folder);
    await checkComplete(folder, MODEL);
    fill();
    await require('./src/hub/deleteModelFolder.node.ts').deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
    console.log(JSON.stringify({ message, partialBytes }));
  })();
`;

/** Replaces a text on a disk with room for only the new one's beginning. */
const PARTLY_WRITTEN_TEXT = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { writeAtomically } = require('./src/hub/writeAtomically.node.ts');
  const file = process.env.DISK + '/text.json';
  writeFileSync(file, 'old text');
  writeFileSync(process.env.DISK + '/filler', Buffer.alloc(170_000));
  writeAtomically(file, 'x'.repeat(50_000))
    .catch((error) => console.log(error.message))
    .then(() => console.log(readFileSync(file, 'utf8')));
`;

suite('Hub: the disk', () => {
  const hub = hubSuite();
  const { newModel, newFolder } = hub;

  test('survives a disk that fills up during a download', async function () {
    const { id, requests } = newModel();
    hub.server.inject(id, LARGE_FILE, faults.drip(4_096, 5));
    const output = await runOnSmallDisk(newFolder(), FULL_DISK, { endpoint: hub.server.endpoint, id });
    if (output === undefined) this.skip();
    const { message, partialBytes } = JSON.parse(output) as { message: string; partialBytes: number };
    assert.match(
      message,
      /The disk is full: .*model\.onnx.* cannot be written\. Free some space and try again.*\(ENOSPC\)/,
    );
    assert.ok(partialBytes > 0 && partialBytes < sizeOf(LARGE_FILE));
    assert.ok(requests().some(({ range }) => range === `bytes=${partialBytes}-`));
  });

  test('keeps the old text when the disk fills up in the middle of the new one', async function () {
    const output = await runOnSmallDisk(newFolder(), PARTLY_WRITTEN_TEXT, {});
    if (output === undefined) this.skip();
    assert.match(output, /^The disk is full: .*text\.json cannot be written.*\(ENOSPC\)\nold text\n$/);
  });

  test('checks the free space before a download', async () => {
    const { id, folder } = newModel();
    const repository = await listRepository(hubOf(hub.server), id, neverAborted);
    const files = repository.files.map((file) => (file.path === LARGE_FILE ? { ...file, size: 2 ** 52 } : file));
    const downloading = download(hubOf(hub.server), repository, files, folder, { signal: neverAborted });
    await assert.rejects(
      downloading,
      /not enough disk space .*: 4,503,599,62\d MB more are needed, and [\d,.]+ MB are free/,
    );
    assert.ok(!existsSync(path.join(folder, 'config.json')));
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
  });

  for (const target of ['/dev/full', '/dev/null', '../elsewhere', '../nowhere']) {
    test(`does not write through a partial that is a link to ${target}`, async function () {
      if (process.platform === 'win32') this.skip();
      const { id, folder } = newModel();
      mkdirSync(path.join(folder, 'onnx'), { recursive: true });
      writeFileSync(path.join(folder, 'elsewhere'), 'content');
      for (const name of [LARGE_FILE, 'left-context.json']) symlinkSync(target, path.join(folder, `${name}.partial`));
      await downloadModel(hubOf(hub.server), id, folder);
      assert.ok(lstatSync(path.join(folder, LARGE_FILE)).isFile());
      assert.deepEqual(await verifyFolder(folder, neverAborted), []);
      assert.equal(readFileSync(path.join(folder, 'elsewhere'), 'utf8'), 'content');
      assert.ok(!existsSync(path.join(folder, 'nowhere')));
    });
  }

  test('replaces a final name that is a link, without following it', async function () {
    if (process.platform === 'win32') this.skip();
    const { id, folder } = newModel();
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, '..', 'other.json'), 'content');
    symlinkSync('../other.json', path.join(folder, 'config.json'));
    await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, MODEL);
    assert.equal(readFileSync(path.join(folder, '..', 'other.json'), 'utf8'), 'content');
  });

  test('replaces a record or state that is a link, without following it', async function () {
    if (process.platform === 'win32') this.skip();
    const { id, folder } = newModel();
    mkdirSync(folder, { recursive: true });
    const other = path.join(folder, '..', 'other record.json');
    writeFileSync(other, '{}');
    for (const name of ['left-context.json', 'left-context.unfinished.json'])
      symlinkSync(other, path.join(folder, name));
    await downloadModel(hubOf(hub.server), id, folder);
    await checkComplete(folder, MODEL);
    assert.ok(lstatSync(path.join(folder, 'left-context.json')).isFile());
    assert.equal(readFileSync(other, 'utf8'), '{}');
  });

  for (const [name, prepare, error] of [
    [
      'a file where the folder should be',
      (folder) => writeFileSync(folder, ''),
      /in the way of .*\((EEXIST|ENOTDIR)\)/,
    ],
    ['a file where a subfolder should be', (folder) => writeInFolder(folder, 'onnx'), /in the way of .*onnx.*\(E/],
    [
      'a folder where a partial should be',
      (folder) => makeFolder(folder, 'config.json.partial'),
      /in the way of .*EISDIR/,
    ],
    [
      'a folder where a file should be',
      (folder) => makeFolder(folder, 'config.json/x'),
      /in the way of .*config\.json/,
    ],
    [
      'a folder where the lock should be',
      (folder) => makeFolder(folder, 'left-context.lock'),
      /in the way of .*\.lock/,
    ],
  ] as [string, (folder: string) => void, RegExp][]) {
    test(`reports ${name}`, async () => {
      const { id, folder } = newModel();
      mkdirSync(path.dirname(folder), { recursive: true });
      prepare(folder);
      await assert.rejects(downloadModel(hubOf(hub.server), id, folder), error);
    });
  }

  test('reports a folder without write permission', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    const { id, folder } = newModel();
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o500);
    await assert.rejects(downloadModel(hubOf(hub.server), id, folder), /may not be written or read.*EACCES/);
  });

  test('deletes a model with all its files, and no others', async function () {
    const { id, folder } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'content');
    writeFileSync(path.join(folder, `${LARGE_FILE}.partial`), 'half');
    await deleteModelFolder(folder);
    assert.deepEqual(readdirSync(folder), ['notes.txt']);
    await assert.rejects(
      deleteModelFolder(folder),
      /holds no model that Left Context downloaded, so nothing was deleted/,
    );
  });

  test('deletes an incomplete model, with the temporary files of a killed process', async () => {
    const { id, folder } = newModel();
    hub.server.inject(id, LARGE_FILE, faults.cut(60_000));
    await assert.rejects(downloadModel(hubOf(hub.server), id, folder, { retryPolicy: NO_RETRIES }));
    assert.ok(existsSync(path.join(folder, 'config.json.partial')) && partialSize(folder, 'config.json') === 2_000);
    assert.equal(await readRecord(folder), undefined);
    await assert.rejects(verifyFolder(folder, neverAborted), /has no left-context\.json/);
    for (const name of ['left-context.json', 'left-context.unfinished.json'])
      writeFileSync(path.join(folder, `${name}.partial`), '{');
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
    assert.equal(await sizeOnDisk(folder), 0);
  });

  test('deletes links without following them', async function () {
    if (process.platform === 'win32') this.skip();
    const { id, folder } = newModel();
    const { folder: other } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    await downloadModel(hubOf(hub.server), id, other);
    symlinkSync(other, path.join(folder, 'onnx', 'more'));
    symlinkSync(path.join(other, 'config.json'), path.join(folder, `${LARGE_FILE}.partial`));
    await deleteModelFolder(folder);
    assert.deepEqual([...readdirSync(folder), ...readdirSync(path.join(folder, 'onnx'))], ['onnx', 'more']);
    await checkComplete(other, MODEL);
    symlinkSync(other, `${folder} linked`);
    await assert.rejects(deleteModelFolder(`${folder} linked`), /holds no model that Left Context downloaded/);
    await checkComplete(other, MODEL);
  });

  test('rejects a record with paths outside the folder', async () => {
    const { id, folder } = newModel();
    await downloadModel(hubOf(hub.server), id, folder);
    const file = path.join(folder, 'left-context.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('tokenizer.json', '../../victim'));
    await assert.rejects(readRecord(folder), /names a file ".*victim".*not a path inside/);
  });
});

function makeFolder(folder: string, name: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
}

function writeInFolder(folder: string, name: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, name), '');
}
