import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceFile } from '../../src/cli/overwritePromptFile.node';
import { runOnSmallDisk } from '../helpers/smallDisk';

/** In memory on Linux, so another disk than the folder for temporary files. */
const OTHER_DISK = '/dev/shm';

/** Replaces a text on a disk with room for only the new one's beginning, through a link from another disk. */
const FULL_DISK = `
  const { readdirSync, readFileSync, symlinkSync, writeFileSync } = require('node:fs');
  const { replaceFile } = require('./src/cli/overwritePromptFile.node.ts');
  const file = process.env.DISK + '/prompt.md';
  const { link } = JSON.parse(process.argv[1]);
  writeFileSync(file, 'old text');
  writeFileSync(process.env.DISK + '/filler', Buffer.alloc(170_000));
  symlinkSync(file, link);
  try { replaceFile(link, 'x'.repeat(50_000)); } catch (error) { console.log(error.message); }
  console.log(readFileSync(file, 'utf8'));
  console.log(readdirSync(process.env.DISK).join(' '));
`;

suite('replacing a prompt file', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'replace-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  test('keeps its permissions, and leaves nothing else', function () {
    if (process.platform === 'win32') this.skip();
    const file = path.join(folder, 'prompt.md');
    writeFileSync(file, 'old');
    chmodSync(file, 0o666);
    replaceFile(file, 'new');
    assert.equal(readFileSync(file, 'utf8'), 'new');
    assert.equal(statSync(file).mode & 0o777, 0o666);
    assert.deepEqual(readdirSync(folder), ['prompt.md']);
  });

  test('works through a link to another disk, and keeps the link', function () {
    if (!existsSync(OTHER_DISK) || statSync(OTHER_DISK).dev === statSync(folder).dev) this.skip();
    const other = mkdtempSync(path.join(OTHER_DISK, 'replace-'));
    try {
      const file = path.join(other, 'prompt.md');
      writeFileSync(file, 'old');
      const link = path.join(folder, 'link.md');
      symlinkSync(file, link);
      replaceFile(link, 'new');
      assert.ok(lstatSync(link).isSymbolicLink());
      assert.equal(readFileSync(file, 'utf8'), 'new');
      assert.deepEqual([...readdirSync(folder), ...readdirSync(other)], ['link.md', 'prompt.md']);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  test('keeps the old text when the disk is full', async function () {
    const output = await runOnSmallDisk(path.join(folder, 'disk'), FULL_DISK, { link: path.join(folder, 'link.md') });
    if (output === undefined) this.skip();
    assert.match(output, /^.*link\.md cannot be written: ENOSPC.*\nold text\nfiller prompt\.md\n$/);
  });

  test('says which file cannot be written', () => {
    const missing = path.join(folder, 'missing.md');
    assert.throws(() => replaceFile(missing, 'new'), /missing\.md cannot be written: ENOENT/);
  });
});
